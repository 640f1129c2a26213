//! What the host has chosen about the people of an import, and what becomes of them then.

use seat_dealer_api_types::{ImportChoice, ImportOutcome, ImportedPerson};

use crate::pages::contacts::undo::counted;

/// The choice about the person with this index; `choices` are in ascending order.
pub(super) fn find(choices: &[ImportChoice], index: usize) -> Option<&ImportChoice> {
    let place = choices.binary_search_by_key(&index, |choice| choice.index);
    place.ok().map(|place| &choices[place])
}

/// The choice about the person with this index, to change it.
pub(super) fn entry(choices: &mut Vec<ImportChoice>, index: usize) -> &mut ImportChoice {
    let place = match choices.binary_search_by_key(&index, |choice| choice.index) {
        Ok(place) => place,
        Err(place) => {
            let choice = ImportChoice {
                index,
                name: None,
                keep: Vec::new(),
                leave_out: false,
            };
            choices.insert(place, choice);
            place
        }
    };
    &mut choices[place]
}

/// What becomes of a person. The preview was made without the choices.
pub(super) fn outcome(person: &ImportedPerson, choices: &[ImportChoice]) -> ImportOutcome {
    let Some(choice) = find(choices, person.index) else {
        return person.outcome;
    };
    let is_kept = || {
        let mut changes = person.changes.iter();
        changes.all(|change| choice.keep.contains(&change.field))
    };
    match person.outcome {
        ImportOutcome::Created | ImportOutcome::Updated if choice.leave_out => {
            ImportOutcome::LeftOut
        }
        ImportOutcome::Updated if is_kept() => ImportOutcome::Unchanged,
        ImportOutcome::Unnamed if choice.name.is_some() => ImportOutcome::Created,
        unchanged => unchanged,
    }
}

/// The counts as text, e.g. `12 new, 2 updated, 1 refused`.
pub(super) fn summary(people: &[ImportedPerson], choices: &[ImportChoice]) -> String {
    let outcomes: Vec<_> = people
        .iter()
        .map(|person| outcome(person, choices))
        .collect();
    let count = |of: ImportOutcome| outcomes.iter().filter(|outcome| **outcome == of).count();
    counted(&[
        (count(ImportOutcome::Created), "new"),
        (count(ImportOutcome::Updated), "updated"),
        (count(ImportOutcome::Unchanged), "already there"),
        (count(ImportOutcome::Unnamed), "without a name"),
        (count(ImportOutcome::LeftOut), "left out"),
        (count(ImportOutcome::Refused), "refused"),
    ])
}

/// Keeps the choices with their people in a new preview of the same table. Whoever is in it no more
/// loses theirs.
pub(super) fn follow_lines(
    choices: &mut Vec<ImportChoice>,
    before: &[ImportedPerson],
    after: &[ImportedPerson],
) {
    choices.retain_mut(|choice| {
        let person = before.get(choice.index).and_then(|old| {
            let place = after.binary_search_by_key(&old.line, |new| new.line);
            after.get(place.ok()?)
        });
        if let Some(person) = person {
            choice.index = person.index;
        }
        person.is_some()
    });
}

#[cfg(test)]
mod tests {
    use seat_dealer_api_types::{ImportChange, ImportedField};

    use super::*;

    fn person(index: usize, line: u64, outcome: ImportOutcome) -> ImportedPerson {
        ImportedPerson {
            index,
            line,
            outcome,
            name: String::new(),
            name_is_a_guess: false,
            phone_number: None,
            email: None,
            party_size: None,
            tags: Vec::new(),
            diet: None,
            language: None,
            changes: Vec::new(),
            note: None,
        }
    }

    #[test]
    fn the_summary_follows_the_choices() {
        let mut people = vec![
            person(0, 2, ImportOutcome::Created),
            person(1, 3, ImportOutcome::Unnamed),
            person(2, 4, ImportOutcome::Updated),
            person(3, 5, ImportOutcome::Refused),
        ];
        let fields = [ImportedField::PhoneNumber, ImportedField::Email];
        people[2].changes = fields
            .map(|field| ImportChange {
                field,
                before: None,
                after: String::new(),
            })
            .into();
        let mut choices = Vec::new();
        let without = "1 new, 1 updated, 1 without a name, 1 refused";
        assert_eq!(summary(&people, &choices), without);
        entry(&mut choices, 2).keep.push(ImportedField::Email);
        entry(&mut choices, 3).leave_out = true;
        assert_eq!(summary(&people, &choices), without);
        entry(&mut choices, 2).keep.push(ImportedField::PhoneNumber);
        entry(&mut choices, 1).name = Some("Granny".to_owned());
        entry(&mut choices, 0).leave_out = true;
        assert_eq!(
            summary(&people, &choices),
            "1 new, 1 already there, 1 left out, 1 refused"
        );
        let indexes: Vec<_> = choices.iter().map(|choice| choice.index).collect();
        assert_eq!(indexes, [0, 1, 2, 3]);
    }

    #[test]
    fn choices_stay_with_their_people_when_the_mapping_changes() {
        let new = |index, line| person(index, line, ImportOutcome::Created);
        let before = [new(0, 2), new(1, 3), new(2, 4)];
        let after = [new(0, 3), new(1, 4), new(2, 5)];
        let mut choices = Vec::new();
        for (index, name) in [(0, "Ada"), (2, "Cleo")] {
            entry(&mut choices, index).name = Some(name.to_owned());
        }
        follow_lines(&mut choices, &before, &after);
        assert_eq!(find(&choices, 1).unwrap().name.as_deref(), Some("Cleo"));
        assert_eq!(choices.len(), 1);
    }
}
