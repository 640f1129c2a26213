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

/// Assigns chairs to parties: first those they had before, as far as these still exist, then free ones,
/// side by side where possible. Returns the index of the party for each chair.
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
    for (index, missing) in missing.into_iter().enumerate() {
        for chair in free_chairs(&assigned, index, missing) {
            assigned[chair] = Some(index);
        }
    }
    assigned
}

/// Free chairs for a party: beside the chairs that it has, or else side by side, or else the first ones.
/// The last chair is beside the first one.
fn free_chairs(assigned: &[Option<usize>], party: usize, missing: usize) -> Vec<usize> {
    let chairs = assigned.len();
    let free = || (0..chairs).filter(|&chair| assigned[chair].is_none());
    let own: Vec<_> = (0..chairs)
        .filter(|&chair| missing > 0 && assigned[chair] == Some(party))
        .collect();
    if !own.is_empty() {
        let distance = |chair: usize| {
            let distances = own.iter().map(|own| chair.abs_diff(*own));
            distances.map(|steps| steps.min(chairs - steps)).min()
        };
        let mut free: Vec<_> = free().collect();
        free.sort_by_key(|&chair| distance(chair));
        free.truncate(missing);
        return free;
    }
    let side_by_side = |start: &usize| {
        let mut row = *start..*start + missing;
        row.all(|chair| assigned[chair % chairs].is_none())
    };
    if (2..=chairs).contains(&missing)
        && let Some(start) = free().find(side_by_side)
    {
        return (start..start + missing)
            .map(|chair| chair % chairs)
            .collect();
    }
    free().take(missing).collect()
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
    fn a_party_sits_together() {
        let before = [Some("ada"), None, Some("ben"), None, None];
        let before = before.map(|id| id.map(str::to_owned));
        let people = [("ada", 1), ("ben", 1), ("cleo", 2)];
        assert_eq!(
            assign_chairs(&before, &parties(&people), 5),
            [Some(0), None, Some(1), Some(2), Some(2)]
        );
        let people = [("ada", 1), ("ben", 1), ("cleo", 3)];
        assert_eq!(
            assign_chairs(&before, &parties(&people), 5),
            [Some(0), Some(2), Some(1), Some(2), Some(2)],
            "no three free chairs are side by side"
        );
        let people = [("ada", 2), ("ben", 1)];
        assert_eq!(
            assign_chairs(&before, &parties(&people), 5),
            [Some(0), Some(0), Some(1), None, None]
        );
        let before = [None, Some("ada".to_owned()), None];
        assert_eq!(
            assign_chairs(&before, &parties(&[("ada", 1), ("ben", 2)]), 3),
            [Some(1), Some(0), Some(1)],
            "around the table"
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
