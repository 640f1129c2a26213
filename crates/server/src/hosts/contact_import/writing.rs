use std::collections::BTreeMap;
use std::sync::Arc;

use seat_dealer_address_book::AddressBook;
use seat_dealer_api_types::ImportedPerson;
use seat_dealer_core::HostId;
use seat_dealer_db::imports::{self, ImportId};
use seat_dealer_db::{self as db, Db, contacts};

use super::plan::{Choices, Plan};

/// Writes an import in pieces, so that guests' answers do not wait.
#[derive(Clone)]
pub(super) struct Writing {
    pub(super) db: Db,
    pub(super) host: HostId,
    pub(super) import: ImportId,
    pub(super) book: Arc<AddressBook>,
    pub(super) choices: Arc<Choices>,
}

/// A written piece.
struct Piece {
    /// The version of the contacts after the piece.
    version: i64,
    plan: Arc<Plan>,
    /// Its range of the plan's writes.
    start: usize,
    end: usize,
}

impl Writing {
    /// Writes a plan that was made for this version of the contacts. If the contacts change between two pieces, the
    /// rest is planned anew, so that no person is added twice.
    pub(super) async fn run(self, version: i64, plan: Plan) -> db::Result<Vec<ImportedPerson>> {
        let mut piece = Piece {
            version,
            plan: Arc::new(plan),
            start: 0,
            end: 0,
        };
        let mut written: Arc<BTreeMap<usize, ImportedPerson>> = Arc::default();
        while piece.end < piece.plan.writes.len() {
            piece = self.write(piece, Arc::clone(&written)).await?;
            let people = piece.plan.writes[piece.start..piece.end].iter();
            let people = people.map(|(person, _)| (*person, piece.plan.items[*person].clone()));
            Arc::make_mut(&mut written).extend(people);
        }
        let mut items = piece.plan.items.clone();
        for (person, item) in written.iter() {
            items[*person] = item.clone();
        }
        Ok(items)
    }

    async fn write(
        &self,
        before: Piece,
        written: Arc<BTreeMap<usize, ImportedPerson>>,
    ) -> db::Result<Piece> {
        let this = self.clone();
        let work = move |conn: &mut db::Conn| {
            // The caller has increased the version.
            let version = contacts::version(conn, &this.host)?;
            let (plan, start) = if version == before.version + 1 {
                (Arc::clone(&before.plan), before.end)
            } else {
                let known = contacts::all(conn, &this.host)?;
                let mut plan = Plan::of(&this.book, &known, &this.choices);
                plan.writes
                    .retain(|(person, _)| !written.contains_key(person));
                (Arc::new(plan), 0)
            };
            let end = plan.writes.len().min(start + imports::PIECE);
            let writes = plan.writes[start..end].iter().map(|(_, write)| write);
            imports::write(conn, &this.host, &this.import, writes)?;
            Ok(Piece {
                version,
                plan,
                start,
                end,
            })
        };
        self.db.change_contacts(&self.host, work).await
    }
}
