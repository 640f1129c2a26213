/// The values of a template by their names. `None` if a value is absent in this message.
pub(crate) type Values<'a> = [(&'a str, Option<&'a str>)];

/// Fills a template. `{name}` is a value. A part in brackets is left out if one of its values is absent; what follows
/// `|` in it is then used instead: `Please answer[ by {deadline}| soon].` Values are not read as templates.
pub(crate) fn fill(template: &str, values: &Values) -> String {
    let mut filled = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, from_part)) = rest.split_once('[')
        && let Some((part, after)) = from_part.split_once(']')
    {
        let (whole, instead) = part.split_once('|').unwrap_or((part, ""));
        filled += &substituted(before, values).unwrap_or_default();
        filled += &substituted(whole, values)
            .or_else(|| substituted(instead, values))
            .unwrap_or_default();
        rest = after;
    }
    filled + &substituted(rest, values).unwrap_or_default()
}

/// A template without brackets; `None` if one of its values is absent.
fn substituted(template: &str, values: &Values) -> Option<String> {
    let mut parts = template.split('{');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (name, after) = part.split_once('}')?;
        let (_, value) = values.iter().find(|(known, _)| *known == name)?;
        text += (*value)?;
        text += after;
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_with_an_absent_value_are_left_out_or_replaced() {
        let template = "{host} asks[ by {deadline}| soon][ at {place}].";
        for (deadline, place, expected) in [
            (Some("noon"), Some("home"), "Ada asks by noon at home."),
            (Some("noon"), None, "Ada asks by noon."),
            (None, Some("home"), "Ada asks soon at home."),
            (None, None, "Ada asks soon."),
        ] {
            let values = [
                ("host", Some("Ada")),
                ("deadline", deadline),
                ("place", place),
            ];
            assert_eq!(fill(template, &values), expected);
        }
    }

    #[test]
    fn values_are_not_templates() {
        let values = [("host", Some("{title}[x|{host}]")), ("title", Some("]["))];
        assert_eq!(fill("{host}[ {title}]", &values), "{title}[x|{host}] ][");
    }
}
