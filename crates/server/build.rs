//! Puts the web app into the binary: every file of `frontend/dist`, also compressed, so that
//! nothing is compressed while serving; and the hashes of the page's inline scripts, for its
//! Content-Security-Policy.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use base64::Engine;
use sha2::{Digest, Sha256};

/// What is served while there is no web app.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><title>seat-dealer</title>\
    <p>The web app has not been built yet: run <code>./just web</code> and build the server again.";

fn main() -> Result<(), Box<dyn Error>> {
    let dist = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../frontend/dist");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", dist.display());
    let mut files = Vec::new();
    if dist.is_dir() {
        collect(&dist, &mut files)?;
        files.sort();
    }
    let mut code = String::from("const ASSETS: &[Asset] = &[\n");
    let mut page = NOT_BUILT.to_owned();
    for (at, file) in files.iter().enumerate() {
        println!("cargo::rerun-if-changed={}", file.display());
        let bytes = fs::read(file)?;
        let path = file
            .strip_prefix(&dist)?
            .to_string_lossy()
            .replace('\\', "/");
        if path == "index.html" {
            page = String::from_utf8(bytes)?;
            continue;
        }
        writeln!(
            code,
            "{},",
            asset(&out, &format!("asset{at}"), &path, &bytes)?
        )?;
    }
    code.push_str("];\n");
    writeln!(
        code,
        "const PAGE: Asset = {};",
        asset(&out, "page", "index.html", page.as_bytes())?
    )?;
    writeln!(
        code,
        "const SCRIPT_HASHES: &str = {:?};",
        inline_script_hashes(&page)
    )?;
    fs::write(out.join("web_app.rs"), code)?;
    Ok(())
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

/// Writes one file in its three forms and returns the expression that includes them.
fn asset(out: &Path, name: &str, path: &str, bytes: &[u8]) -> Result<String, Box<dyn Error>> {
    fs::write(out.join(name), bytes)?;
    fs::write(out.join(format!("{name}.br")), brotli_of(bytes)?)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    fs::write(out.join(format!("{name}.gz")), gzip.finish()?)?;
    let include =
        |suffix: &str| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}{suffix}\"))");
    Ok(format!(
        "Asset {{ path: {path:?}, plain: {}, brotli: {}, gzip: {} }}",
        include(""),
        include(".br"),
        include(".gz")
    ))
}

fn brotli_of(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params)?;
    Ok(compressed)
}

/// `'sha256-…'` of each script that stands in the page itself, for `script-src`.
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
            let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(body));
            let _ = write!(hashes, " 'sha256-{digest}'");
        }
        rest = &rest[close + "</script>".len()..];
    }
    hashes
}
