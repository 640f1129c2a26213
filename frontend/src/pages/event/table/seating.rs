//! Assigns the chairs of the picture. The chairs of a dinner have no names, so a guest keeps the chair
//! where the picture first showed them. Nobody moves when another guest answers.

/// A party that takes chairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Party {
    /// The id of the invitation.
    pub(super) id: String,
    /// The number of chairs.
    pub(super) chairs: usize,
}

/// Assigns chairs to parties: first those they had before, as far as these still exist, then the first
/// free ones. Returns the index of the party for each chair.
pub(super) fn assign_chairs(
    before: &[Option<String>],
    parties: &[Party],
    chairs: usize,
) -> Vec<Option<usize>> {
    let mut assigned: Vec<Option<usize>> = vec![None; chairs];
    let mut missing: Vec<usize> = parties.iter().map(|party| party.chairs).collect();
    for (chair, id) in before.iter().take(chairs).enumerate() {
        let Some(id) = id else { continue };
        let Some(index) = parties.iter().position(|party| party.id == *id) else {
            continue;
        };
        if missing[index] > 0 {
            missing[index] -= 1;
            assigned[chair] = Some(index);
        }
    }
    let mut free = (0..chairs)
        .filter(|&chair| assigned[chair].is_none())
        .collect::<Vec<_>>()
        .into_iter();
    for (index, missing) in missing.into_iter().enumerate() {
        for chair in free.by_ref().take(missing) {
            assigned[chair] = Some(index);
        }
    }
    assigned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parties(ids: &[(&str, usize)]) -> Vec<Party> {
        ids.iter()
            .map(|&(id, chairs)| Party {
                id: id.to_owned(),
                chairs,
            })
            .collect()
    }

    fn ids(table: &[Option<usize>], parties: &[Party]) -> Vec<Option<String>> {
        table
            .iter()
            .map(|index| index.map(|index| parties[index].id.clone()))
            .collect()
    }

    #[test]
    fn nobody_moves_when_a_guest_leaves() {
        let first = parties(&[("ada", 1), ("ben", 2), ("cleo", 1)]);
        let table = assign_chairs(&[], &first, 5);
        assert_eq!(table, [Some(0), Some(1), Some(1), Some(2), None]);

        let before = ids(&table, &first);
        let second = parties(&[("ben", 2), ("cleo", 1), ("dora", 1)]);
        let table = assign_chairs(&before, &second, 5);
        assert_eq!(table, [Some(2), Some(0), Some(0), Some(1), None]);
    }

    #[test]
    fn a_smaller_party_gives_chairs_back_and_a_larger_one_takes_free_ones() {
        let before = [Some("ada".to_owned()), Some("ada".to_owned()), None];
        assert_eq!(
            assign_chairs(&before, &parties(&[("ada", 1)]), 3),
            [Some(0), None, None]
        );
        assert_eq!(
            assign_chairs(&before, &parties(&[("ada", 3)]), 3),
            [Some(0), Some(0), Some(0)]
        );
    }

    #[test]
    fn more_guests_than_chairs_fill_the_table() {
        assert_eq!(
            assign_chairs(&[], &parties(&[("ada", 2), ("ben", 2)]), 3),
            [Some(0), Some(0), Some(1)]
        );
        assert!(assign_chairs(&[Some("ada".to_owned())], &parties(&[("ada", 1)]), 0).is_empty());
    }
}
