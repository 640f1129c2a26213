"""What Schemathesis cannot read from the document: how numbers and zones look, and which links of
guests exist. FUZZ_LINKS holds the tokens of some, separated by blanks.
"""

import os

import schemathesis
from hypothesis import strategies as st

LINKS = os.environ["FUZZ_LINKS"].split()

schemathesis.openapi.format("phone", st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True))
schemathesis.openapi.format(
    "time-zone",
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns"]),
)
schemathesis.openapi.format(
    "line",
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=100).map(lambda text: f"x{text}"),
)
schemathesis.openapi.format(
    "lines",
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[
        chr(code) for code in [*range(32), *range(127, 160)] if chr(code) not in "\t\n"
    ]), max_size=300),
)


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Half of the guests' links lead somewhere."""
    token = (path_parameters or {}).get("token")
    if isinstance(token, str) and len(token) % 2:
        path_parameters["token"] = LINKS[len(token) % len(LINKS)]
    return path_parameters
