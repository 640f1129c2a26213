//! What must be logged.

use seat_dealer_core::{
    Actor, By, Command, Decision, Happening, Invitation, LogEntry, LogKind, Notifications, Table,
    tell_at,
};

use super::{Checked, Context, entries_about, is_dealt_by, is_over, seated};

/// Rule 14: every change has an entry.
pub(super) fn every_change_is_logged(context: &Context, decision: &Decision) -> Checked {
    for after in &decision.table.invitations {
        if context.before.invitation(&after.id) == Some(after) {
            continue;
        }
        ensure!(
            decision.changed.contains(&after.id),
            "{} changed and would not be stored",
            after.name
        );
        let is_cancelled = decision
            .log
            .iter()
            .any(|entry| entry.kind() == LogKind::Cancelled);
        // A message that is written again says by which other channel, when it has been sent.
        let goes_another_way = context.before.invitation(&after.id).is_some_and(|before| {
            let moved = Invitation {
                channel: after.channel,
                ..before.clone()
            };
            let mut messages = decision.messages.iter();
            moved == *after && messages.any(|message| message.invitation == after.id)
        });
        ensure!(
            is_cancelled || goes_another_way || entries_about(decision, &after.id).next().is_some(),
            "{} changed without a log entry",
            after.name
        );
    }
    for id in &decision.changed {
        ensure!(
            decision.table.invitation(id).is_some(),
            "{id} changed and does not exist"
        );
    }
    ensure!(
        decision.table.event == context.before.event || !decision.log.is_empty(),
        "the event changed without a log entry"
    );
    Ok(())
}

/// Rule 17: what needs the host is told to them before the event, at night only on the last day.
pub(super) fn the_host_hears_what_needs_them(context: &Context, decision: &Decision) -> Checked {
    let (table, now) = (&decision.table, context.now);
    if table.event.has_begun(now) {
        return Ok(());
    }
    let hours_left = table
        .event
        .starts_at
        .map(|start| start.duration_since(now).as_hours());
    for LogEntry { happening, .. } in &decision.log {
        let told = tell_at(happening, now, table, Notifications::default(), None, now);
        let needs_the_host = matches!(
            happening.kind(),
            LogKind::DeckEmpty | LogKind::Undeliverable | LogKind::ChannelRests | LogKind::Full
        );
        ensure!(
            told.is_some() || !needs_the_host,
            "the host does not hear of {happening:?}"
        );
        let hour = told.map(|told| table.event.time_zone.to_datetime(told).hour());
        ensure!(
            hour.is_none_or(|hour| (9..21).contains(&hour))
                || hours_left.is_some_and(|hours| hours <= 24),
            "the host hears of {happening:?} at {told:?}"
        );
    }
    Ok(())
}

/// Rule 14: every entry has a reason that can be read.
pub(super) fn sentences_are_well_formed(decision: &Decision) -> Checked {
    decision
        .log
        .iter()
        .try_for_each(|entry| is_well_formed(&decision.table, entry))
}

/// Whether a log entry is a sentence, names the guest whom it is about, and can be stored.
pub(super) fn is_well_formed(table: &Table, entry: &LogEntry) -> Checked {
    const SLIPS: &[&str] = &[
        "  ",
        "..",
        " .",
        "None",
        "Some",
        " 1 seats",
        " 1 guests",
        " 1 open seats",
        " 1 are",
        "all 1 ",
        "somebody",
    ];
    let text = entry.text(&table.event.time_zone);
    let well = text.ends_with('.')
        && text.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
        && !SLIPS.iter().any(|slip| text.contains(slip));
    ensure!(well, "this is no sentence: {text:?}");
    let (kind, happening) = (entry.kind().as_str(), &entry.happening);
    // Moments are written in whole milliseconds.
    let detail = happening.detail();
    let read = Happening::read(kind, &detail);
    ensure!(
        read.is_some_and(|read| read.detail() == detail),
        "{happening:?} is not the same when it is read"
    );
    if let Some((id, name)) = &entry.invitation {
        let known = table.invitation(id);
        ensure!(
            known.is_some_and(|known| &known.name == name) && text.contains(name.as_str()),
            "{text:?} does not name {name}"
        );
    }
    Ok(())
}

/// Rule 7: the log says once that the table is full.
pub(super) fn a_full_table_is_logged(context: &Context, decision: &Decision) -> Checked {
    let full = |table: &Table| seated(table) >= table.event.seats;
    let (before_it, after) = (context.before, &decision.table);
    let entries = decision
        .log
        .iter()
        .filter(|entry| entry.kind() == LogKind::Full)
        .count();
    let other_seats = before_it.event.seats != after.event.seats;
    let is_news = full(after) && (!full(before_it) || other_seats);
    ensure!(
        entries == usize::from(is_news && !is_over(&after.event, context.now)),
        "the log says {entries} times that the table is full"
    );
    Ok(())
}

/// Rule 13: the log marks the host's actions, and only those.
pub(super) fn the_log_names_the_actor(context: &Context, decision: &Decision) -> Checked {
    let by_host = match context.command {
        Command::Deal
        | Command::Pause
        | Command::Cancel
        | Command::Edit { .. }
        | Command::Arrange { .. }
        | Command::Write { .. }
        | Command::Invite { .. }
        | Command::Withdraw { .. }
        | Command::Resend { .. }
        | Command::HandedOver { .. } => true,
        Command::Answer { actor, .. } => *actor == Actor::Host,
        _ => false,
    };
    let actor = if by_host { "host" } else { "guest" };
    for entry in &decision.log {
        let detail = entry.happening.detail();
        let by = detail["by"].as_str();
        ensure!(
            by.is_none_or(|by| by == "dealer" || by == actor),
            "{:?} is by {by:?}",
            entry.happening
        );
        let must_say = matches!(
            entry.kind(),
            LogKind::Dealt
                | LogKind::Answered
                | LogKind::Withdrawn
                | LogKind::Resent
                | LogKind::Wrote
        );
        ensure!(
            by.is_some() || !must_say,
            "{:?} does not say by whom",
            entry.happening
        );
    }
    let Command::Invite { card } = context.command else {
        return Ok(());
    };
    let says_so =
        entries_about(decision, &card.invitation_id).any(|entry| is_dealt_by(entry, By::Host));
    ensure!(
        says_so,
        "the host invited {}, and the log does not say so",
        card.name
    );
    Ok(())
}
