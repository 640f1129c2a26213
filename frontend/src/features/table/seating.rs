//! Who sits on which chair of the picture. The chairs of a dinner have no names: a guest keeps the
//! chair where the picture first showed them, so that nobody moves when somebody else answers.

/// Somebody with a claim to chairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// Tells this claim from the others.
    pub(crate) id: String,
    /// How many chairs it takes.
    pub(crate) chairs: usize,
}

/// Gives each claim its chairs: those it had, as far as they are still there, then the first that
/// are free. Returns, for each chair, the index of its claim.
pub(crate) fn seat(
    before: &[Option<String>],
    claims: &[Claim],
    chairs: usize,
) -> Vec<Option<usize>> {
    let mut table: Vec<Option<usize>> = vec![None; chairs];
    let mut wanted: Vec<usize> = claims.iter().map(|claim| claim.chairs).collect();
    for (chair, had) in before.iter().take(chairs).enumerate() {
        let Some(had) = had else { continue };
        let Some(index) = claims.iter().position(|claim| claim.id == *had) else {
            continue;
        };
        if wanted[index] > 0 {
            wanted[index] -= 1;
            table[chair] = Some(index);
        }
    }
    let mut free = (0..chairs)
        .filter(|&chair| table[chair].is_none())
        .collect::<Vec<_>>()
        .into_iter();
    for (index, wanted) in wanted.into_iter().enumerate() {
        for chair in free.by_ref().take(wanted) {
            table[chair] = Some(index);
        }
    }
    table
}

/// The first letters of a name's first and last word.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let first = words.next();
    first
        .into_iter()
        .chain(words.next_back())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(ids: &[(&str, usize)]) -> Vec<Claim> {
        ids.iter()
            .map(|&(id, chairs)| Claim {
                id: id.to_owned(),
                chairs,
            })
            .collect()
    }

    fn ids(table: &[Option<usize>], claims: &[Claim]) -> Vec<Option<String>> {
        table
            .iter()
            .map(|index| index.map(|index| claims[index].id.clone()))
            .collect()
    }

    #[test]
    fn nobody_moves_when_somebody_leaves() {
        let first = claims(&[("ada", 1), ("ben", 2), ("cleo", 1)]);
        let table = seat(&[], &first, 5);
        assert_eq!(table, [Some(0), Some(1), Some(1), Some(2), None]);

        let before = ids(&table, &first);
        let second = claims(&[("ben", 2), ("cleo", 1), ("dora", 1)]);
        let table = seat(&before, &second, 5);
        assert_eq!(table, [Some(2), Some(0), Some(0), Some(1), None]);
    }

    #[test]
    fn a_smaller_party_gives_chairs_back_and_a_larger_one_takes_free_ones() {
        let before = [Some("ada".to_owned()), Some("ada".to_owned()), None];
        assert_eq!(
            seat(&before, &claims(&[("ada", 1)]), 3),
            [Some(0), None, None]
        );
        assert_eq!(
            seat(&before, &claims(&[("ada", 3)]), 3),
            [Some(0), Some(0), Some(0)]
        );
    }

    #[test]
    fn more_claims_than_chairs_fill_the_table() {
        assert_eq!(
            seat(&[], &claims(&[("ada", 2), ("ben", 2)]), 3),
            [Some(0), Some(0), Some(1)]
        );
        assert!(seat(&[Some("ada".to_owned())], &claims(&[("ada", 1)]), 0).is_empty());
    }

    #[test]
    fn initials_come_from_the_first_and_the_last_word() {
        assert_eq!(initials("Ada King Lovelace"), "AL");
        assert_eq!(initials("zoë"), "Z");
        assert_eq!(initials("  "), "");
        assert_eq!(initials("ßara ärmel"), "SSÄ");
    }
}
