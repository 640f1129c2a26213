//! Embeds files in the binary, plain and compressed, so that the server does not compress them: the
//! web app (all files of `frontend/dist`), and the API's documentation and document. Also
//! computes the hashes of the web app's inline scripts for its Content-Security-Policy.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

/// The files of Swagger UI that the page at /docs/ loads. The script that starts it is in
/// `templates/docs`.
const SWAGGER_UI: [&str; 7] = [
    "index.html",
    "index.css",
    "favicon-16x16.png",
    "favicon-32x32.png",
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "swagger-ui-standalone-preset.js",
];

/// The page that is served if the web app was not built.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><title>seat-dealer</title>\
    <p>The web app was not built: run <code>./just web</code>, and build the server again.";

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut files = documentation(&here)?;
    let mut page = NOT_BUILT.as_bytes().to_vec();
    for (path, bytes) in web_app(&here.join("../../frontend/dist"))? {
        if path == "index.html" {
            page = bytes;
        } else {
            files.push((path, bytes));
        }
    }
    let mut code = String::from("const ASSETS: &[Asset] = &[\n");
    for (at, (path, bytes)) in files.iter().enumerate() {
        let asset = asset(&out, &format!("asset{at}"), path, bytes)?;
        writeln!(code, "{asset},")?;
    }
    code.push_str("];\n");
    writeln!(
        code,
        "const PAGE: Asset = {};",
        asset(&out, "page", "index.html", &page)?
    )?;
    writeln!(
        code,
        "const SCRIPT_HASHES: &str = {:?};",
        inline_script_hashes(str::from_utf8(&page)?)
    )?;
    fs::write(out.join("web_app.rs"), code)?;
    Ok(())
}

type Files = Vec<(String, Vec<u8>)>;

/// The API's document and the files of its page, with the paths at which they are served.
fn documentation(here: &Path) -> Result<Files, Box<dyn Error>> {
    let mut files = Vec::new();
    for (path, file) in [
        ("openapi.json", "../../openapi/openapi.json"),
        (
            "docs/swagger-initializer.js",
            "templates/docs/swagger-initializer.js",
        ),
    ] {
        files.push((path.to_owned(), read(&here.join(file))?));
    }
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    let folder = archive
        .name_for_index(0)
        .ok_or("the archive of Swagger UI is empty")??
        .into_owned();
    for name in SWAGGER_UI {
        let mut bytes = Vec::new();
        archive
            .by_name(&format!("{folder}dist/{name}"))?
            .read_to_end(&mut bytes)?;
        files.push((format!("docs/{name}"), bytes));
    }
    Ok(files)
}

/// All files of the web app.
fn web_app(dist: &Path) -> Result<Files, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", dist.display());
    let mut found = Vec::new();
    if dist.is_dir() {
        collect(dist, &mut found)?;
        found.sort();
    }
    let mut files = Vec::new();
    for file in found {
        let path = file.strip_prefix(dist)?.to_string_lossy();
        files.push((path.replace('\\', "/"), read(&file)?));
    }
    Ok(files)
}

fn read(file: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", file.display());
    fs::read(file).map_err(|error| format!("{}: {error}", file.display()).into())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// Writes a file plain, as brotli and as gzip, and returns the expression that embeds them.
fn asset(out: &Path, name: &str, path: &str, bytes: &[u8]) -> Result<String, Box<dyn Error>> {
    fs::write(out.join(name), bytes)?;
    fs::write(out.join(format!("{name}.br")), brotli_of(bytes)?)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    fs::write(out.join(format!("{name}.gz")), gzip.finish()?)?;
    let version = STANDARD.encode(&Sha256::digest(bytes)[..12]);
    let include =
        |suffix: &str| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}{suffix}\"))");
    Ok(format!(
        "Asset {{ path: {path:?}, version: {version:?}, plain: {}, brotli: {}, gzip: {} }}",
        include(""),
        include(".br"),
        include(".gz")
    ))
}

fn brotli_of(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    // In development, the build should be fast.
    let quality = if env::var("PROFILE")? == "release" {
        11
    } else {
        5
    };
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params)?;
    Ok(compressed)
}

/// `'sha256-…'` of each inline script of the page, for `script-src`.
fn inline_script_hashes(page: &str) -> String {
    let mut hashes = String::new();
    let mut rest = page;
    while let Some(at) = rest.find("<script") {
        rest = &rest[at..];
        let Some(open_end) = rest.find('>') else {
            break;
        };
        let Some(close) = rest.find("</script>") else {
            break;
        };
        let (tag, body) = (&rest[..open_end], &rest[open_end + 1..close]);
        if !tag.contains(" src=") {
            let digest = STANDARD.encode(Sha256::digest(body));
            let _ = write!(hashes, " 'sha256-{digest}'");
        }
        rest = &rest[close + "</script>".len()..];
    }
    hashes
}
