//! Encrypted connections to a server, and what somebody on the way can do.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use seat_dealer_db::{DatabaseUrl, Db, RsvpTokens, check};
use seat_dealer_test_support::database::{APP_SECRET, TestDb, run};
use seat_dealer_test_support::proxy::Proxy;

/// A user with a password, who has it from the server's own plugin.
const PASSWORD: &str = "a-password-that-nobody-may-see";

/// A database with a proxy before its server, and a user whom the server has not seen yet, so that
/// the client has to prove that it knows the whole password.
struct Way {
    _db: TestDb,
    proxy: Proxy,
    address: String,
}

/// `None` where the server cannot encrypt.
async fn way() -> Option<(Way, String)> {
    let Ok(ca) = std::env::var("TEST_MYSQL_CA") else {
        eprintln!("skipped: the server has no certificate, because openssl is not installed");
        return None;
    };
    let db = TestDb::mysql();
    let DatabaseUrl::Mysql(address) = db.url().clone() else {
        panic!("not MySQL");
    };
    let name = address.as_str().rsplit('/').next().unwrap().to_owned();
    let user = name.replace("test_", "")[..30].to_owned();
    let statements = format!(
        "CREATE USER '{user}'@'%' IDENTIFIED BY '{PASSWORD}'; GRANT ALL ON {name}.* TO '{user}'@'%'"
    );
    db.read(move |conn| Ok(conn.batch_execute(&statements)?))
        .await
        .unwrap();
    let (proxy, through) = Proxy::to(address.as_str());
    let address = through.replacen("root", &format!("{user}:{PASSWORD}"), 1);
    let way = Way {
        _db: db,
        proxy,
        address,
    };
    Some((way, ca))
}

impl Way {
    fn url(&self, parameters: &str) -> DatabaseUrl {
        DatabaseUrl::parse(&format!("{}?{parameters}", self.address)).unwrap()
    }
}

#[test]
fn an_authority_is_enough_for_an_encrypted_connection() {
    run(async {
        let Some((way, ca)) = way().await else { return };
        let url = way.url(&format!("ssl_ca={ca}"));
        let said = check::check(&url).unwrap();
        assert!(said.contains("by an encrypted connection"), "{said}");
        // The server has asked for the whole password, and got it encrypted.
        assert!(!way.proxy.has_seen(PASSWORD.as_bytes()));
        let db = Db::open(&url, RsvpTokens::new(APP_SECRET)).unwrap();
        db.read(|conn| Ok(sql_query("SELECT 'words of a guest'").execute(conn)?))
            .await
            .unwrap();
        assert!(!way.proxy.has_seen(b"words of a guest"));
    });
}

#[test]
fn who_strips_encryption_gets_neither_password_nor_data() {
    run(async {
        for mode in ["", "&ssl_mode=verify_ca", "&ssl_mode=verify_identity"] {
            let Some((way, ca)) = way().await else { return };
            way.proxy.strip_encryption();
            let wrong = check::check(&way.url(&format!("ssl_ca={ca}{mode}"))).unwrap_err();
            assert!(
                wrong.contains("encrypt") || wrong.contains("SSL"),
                "{wrong}"
            );
            assert!(!way.proxy.has_seen(PASSWORD.as_bytes()), "{mode}");
        }
    });
}

/// A connection that was encrypted once is not trusted to be so again.
#[test]
fn encryption_cannot_be_stripped_later() {
    run(async {
        let Some((way, ca)) = way().await else { return };
        let url = way.url(&format!("ssl_ca={ca}"));
        check::check(&url).unwrap();
        way.proxy.strip_encryption();
        check::check(&url).unwrap_err();
        assert!(!way.proxy.has_seen(PASSWORD.as_bytes()));
    });
}

#[test]
fn another_authority_is_refused() {
    run(async {
        let Some((way, ca)) = way().await else { return };
        let other = format!("{ca}.other");
        let wrong = check::check(&way.url(&format!("ssl_ca={other}"))).unwrap_err();
        assert!(wrong.contains("UnknownIssuer"), "{wrong}");
        assert!(!way.proxy.has_seen(PASSWORD.as_bytes()));
        let wrong = check::check(&way.url("ssl_ca=nowhere.pem")).unwrap_err();
        assert!(wrong.contains("nowhere.pem"), "{wrong}");
    });
}

/// The certificate is for 127.0.0.1.
#[cfg(target_os = "linux")]
#[test]
fn the_name_in_the_certificate_matters_where_it_is_asked_for() {
    run(async {
        let Some((way, ca)) = way().await else { return };
        check::check(&way.url(&format!("ssl_ca={ca}&ssl_mode=verify_identity"))).unwrap();
        let (_proxy, address) = Proxy::on("127.0.0.2", &way.address);
        let check = |mode| {
            let address = format!("{address}?ssl_ca={ca}&ssl_mode={mode}");
            check::check(&DatabaseUrl::parse(&address).unwrap())
        };
        check("verify_ca").unwrap();
        let wrong = check("verify_identity").unwrap_err();
        assert!(wrong.contains("certificate"), "{wrong}");
    });
}
