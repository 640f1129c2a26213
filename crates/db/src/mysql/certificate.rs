//! Whether the certificate of a MySQL server is from a known authority, whatever its name.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, Error, RootCertStore,
    SignatureScheme,
};

/// The maximum time of each step of the handshake.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connects to a server, verifies that its certificate is from an authority in a PEM file, and
/// returns the certificate's SHA-1 in hexadecimal digits: the only fingerprint that all versions of
/// MariaDB's library understand. Nobody can make another certificate for the SHA-1 of a given one.
///
/// # Errors
/// A sentence.
pub(super) fn verified_fingerprint(
    host: &str,
    port: u16,
    authorities: &Path,
) -> Result<String, String> {
    let config = config(authorities)
        .map_err(|why| format!("ssl_ca={} cannot be used: {why}", authorities.display()))?;
    let unverified =
        |why: &dyn std::fmt::Display| format!("no encrypted connection to {host}:{port}: {why}");
    let name = ServerName::try_from(host.to_owned()).map_err(|error| unverified(&error))?;
    let mut stream = reach(host, port).map_err(|error| unverified(&error))?;
    ask_for_encryption(&mut stream).map_err(|error| unverified(&error))?;
    let mut connection =
        ClientConnection::new(Arc::new(config), name).map_err(|error| unverified(&error))?;
    connection
        .complete_io(&mut stream)
        .map_err(|error| unverified(&error))?;
    let certificate = connection
        .peer_certificates()
        .and_then(<[_]>::first)
        .ok_or_else(|| unverified(&"the server shows no certificate"))?;
    Ok(digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate)
        .as_ref()
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect())
}

fn config(authorities: &Path) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    for certificate in
        CertificateDer::pem_file_iter(authorities).map_err(|error| error.to_string())?
    {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .map_err(|error| error.to_string())?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(WithoutName(verifier)))
        .with_no_client_auth();
    config.enable_sni = false;
    Ok(config)
}

fn reach(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut outcome = Err(io::Error::other("the name has no address"));
    for address in (host, port).to_socket_addrs()? {
        outcome = TcpStream::connect_timeout(&address, PATIENCE);
        if outcome.is_ok() {
            break;
        }
    }
    let stream = outcome?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Reads the server's greeting and answers that TLS comes next. The protocol is described in
/// <https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html>.
fn ask_for_encryption(stream: &mut TcpStream) -> io::Result<()> {
    const CLIENT_PROTOCOL_41: u32 = 0x200;
    const CLIENT_SSL: u32 = 0x800;
    const CLIENT_SECURE_CONNECTION: u32 = 0x8000;
    const UTF8MB4: u8 = 45;
    let mut header = [0; 4];
    stream.read_exact(&mut header)?;
    let mut greeting = vec![0; usize::from(u16::from_le_bytes([header[0], header[1]]))];
    stream.read_exact(&mut greeting)?;
    // An error has a number of two bytes.
    if let [0xff, _, _, text @ ..] = &greeting[..] {
        return Err(io::Error::other(String::from_utf8_lossy(text).into_owned()));
    }
    // The version ends with a zero. A number, eight bytes of salt and another zero follow.
    let capabilities = greeting
        .split(|byte| *byte == 0)
        .next()
        .and_then(|version| greeting.get(version.len() + 14..version.len() + 16))
        .ok_or_else(|| io::Error::other("this is not a MySQL server"))?;
    if u32::from(u16::from_le_bytes([capabilities[0], capabilities[1]])) & CLIENT_SSL == 0 {
        return Err(io::Error::other("the server offers none"));
    }
    let mut request = vec![32, 0, 0, 1];
    request.extend((CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION).to_le_bytes());
    request.extend(0x0100_0000_u32.to_le_bytes());
    request.push(UTF8MB4);
    request.extend([0; 23]);
    stream.write_all(&request)
}

/// Verifies everything but the name in the certificate: the certificates that MySQL and Cloud SQL
/// make for themselves do not have the host's.
#[derive(Debug)]
struct WithoutName(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for WithoutName {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        // The name is looked at last.
        match self
            .0
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
        {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            outcome => outcome,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}
