//! Caddy and nginx with the configurations of `infra`. The tests replace ports, paths and certificates.

use std::fs;
use std::io::{ErrorKind, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use reqwest::redirect::Policy;
use seat_dealer_test_support::app::{Client, eventually};
use tempfile::TempDir;

/// The host name in both configurations.
const NAME: &str = "dinner.example.org";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Caddy,
    Nginx,
}

impl Kind {
    pub(super) const ALL: [Self; 2] = [Self::Caddy, Self::Nginx];
}

/// A running proxy.
pub(super) struct Proxy {
    child: Child,
    folder: TempDir,
    https: u16,
    http: u16,
}

impl Proxy {
    /// Starts a proxy in front of a port of this machine. `None` if it is not installed, as `tools/setup-proxies` has
    /// reported.
    pub(super) async fn start(kind: Kind, to: u16) -> Option<Self> {
        let proxy = Self::spawn(kind, to)?;
        eventually("a proxy", async || {
            let request = proxy.client(None).request("GET", "/").send();
            request.await.ok()
        })
        .await;
        Some(proxy)
    }

    fn spawn(kind: Kind, to: u16) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let (https, http) = (free_port(), free_port());
        let mut command = match kind {
            Kind::Caddy => caddy(folder.path(), to, https, http),
            Kind::Nginx => nginx(folder.path(), to, https, http),
        };
        let output = fs::File::create(folder.path().join("output.log")).unwrap();
        let child = command
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .spawn();
        match child {
            Ok(child) => Some(Self {
                child,
                folder,
                https,
                http,
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => panic!("{kind:?}: {error}"),
        }
    }

    /// The base address.
    pub(super) fn base(&self) -> String {
        format!("https://{NAME}:{}", self.https)
    }

    /// A client of the base address.
    pub(super) fn client(&self, key: Option<&str>) -> Client {
        client_of(&self.base(), key)
    }

    /// A client of the address without TLS.
    pub(super) fn plain_client(&self) -> Client {
        client_of(&format!("http://{NAME}:{}", self.http), None)
    }

    /// The address and port without TLS.
    pub(super) fn plain_address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.http))
    }

    /// Sends bytes by TLS. Returns what the proxy sends until it closes the connection.
    pub(super) fn exchange(&self, bytes: &str) -> String {
        let mut client = Command::new("openssl")
            .args(["s_client", "-quiet", "-servername", NAME, "-connect"])
            .arg(format!("127.0.0.1:{}", self.https))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl, which speaks TLS");
        let stdin = client.stdin.as_mut().unwrap();
        stdin.write_all(bytes.as_bytes()).unwrap();
        let output = client.wait_with_output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Ends the proxy. Returns its log and output.
    pub(super) fn end(mut self) -> String {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap();
        let files = fs::read_dir(self.folder.path()).unwrap();
        let files = files.map(|file| file.unwrap().path());
        let logs = files.filter(|file| file.extension().is_some_and(|kind| kind == "log"));
        logs.map(|file| fs::read_to_string(file).unwrap()).collect()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // If the test has succeeded, the proxy has exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn client_of(base: &str, key: Option<&str>) -> Client {
    // The port is part of the base address.
    let here = SocketAddr::from(([127, 0, 0, 1], 0));
    let http = reqwest::Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .resolve(NAME, here)
        .danger_accept_invalid_certs(true)
        .build()
        .unwrap();
    Client::over(http, base, key.map(str::to_owned))
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A configuration of `infra` with replaced texts. It must contain all of them.
fn shipped(path: &str, replaced: &[(&str, String)]) -> String {
    let infra = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra");
    let text = fs::read_to_string(infra.join(path)).unwrap();
    replaced.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{path} has no {from}");
        text.replace(from, to)
    })
}

fn caddy(folder: &Path, to: u16, https: u16, http: u16) -> Command {
    let here = folder.display();
    let global = format!(
        "\n{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {http}\n\thttps_port {https}\n"
    );
    let text = shipped(
        "caddy/Caddyfile",
        &[
            ("\n{\n", global),
            (
                &format!("\n{NAME} {{\n"),
                format!("\n{NAME} {{\n\ttls internal\n"),
            ),
            ("127.0.0.1:8080", format!("127.0.0.1:{to}")),
            ("/var/log/caddy", here.to_string()),
            // Without health checks of the proxy: the tests wait for the server.
            ("lb_try_duration 15s", "lb_try_duration 1s".to_owned()),
        ],
    );
    let file = write(folder, "Caddyfile", &text);
    let mut command = Command::new("caddy");
    command
        .args(["run", "--adapter", "caddyfile", "--config"])
        .arg(file);
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
        command.env(name, folder);
    }
    command
}

fn nginx(folder: &Path, to: u16, https: u16, http: u16) -> Command {
    let here = folder.display();
    let certificates = "/etc/letsencrypt/live/dinner.example.org";
    let text = shipped(
        "nginx/seat-dealer.conf",
        &[
            ("listen 80;", format!("listen 127.0.0.1:{http};")),
            ("listen [::]:80;", String::new()),
            ("listen 443 ssl", format!("listen 127.0.0.1:{https} ssl")),
            ("listen [::]:443 ssl http2;", String::new()),
            ("127.0.0.1:8080", format!("127.0.0.1:{to}")),
            ("/var/log/nginx", here.to_string()),
            (certificates, here.to_string()),
        ],
    );
    write(folder, "site.conf", &text);
    // The files that Debian's package of nginx includes, in the folder of the test.
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary = temporary.map(|name| format!("{name}_temp_path {here}/{name};"));
    let text = format!(
        "daemon off; master_process off; pid {here}/pid; error_log {here}/error.log;\n\
         events {{}}\n\
         http {{ access_log {here}/access.log; {} include {here}/site.conf; }}\n",
        temporary.concat()
    );
    let file = write(folder, "nginx.conf", &text);
    let made = Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
        ])
        .arg(format!("/CN={NAME}"))
        .arg("-keyout")
        .arg(folder.join("privkey.pem"))
        .arg("-out")
        .arg(folder.join("fullchain.pem"))
        .output()
        .expect("openssl, which makes a certificate for nginx");
    assert!(made.status.success(), "{made:?}");
    let mut command = Command::new("nginx");
    command
        .arg("-e")
        .arg(folder.join("error.log"))
        .arg("-c")
        .arg(file);
    command
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file
}
