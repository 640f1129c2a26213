//! Messages in the host's own words (rule 13).

use super::Transition;
use crate::{
    By, Channel, EventStatus, Happening, HostWords, Invitation, MessageKind, Refusal, Table,
};

impl Transition {
    /// Writes to each guest by their own channel (rule 13). In quiet hours the messages wait for their end.
    pub(super) fn write(&mut self, words: &HostWords) -> Result<(), Refusal> {
        let event = &self.table.event;
        if event.status == EventStatus::Cancelled {
            return Err(Refusal::Cancelled);
        }
        if !event.takes_host_messages(self.now) {
            return Err(Refusal::LongPast);
        }
        let mut told = Vec::new();
        let mut unreached = 0;
        for (at, invitation) in self.table.invitations.iter().enumerate() {
            if words.are_for(invitation) {
                match self.table.channel_of_words(invitation) {
                    Ok(channel) => told.push((at, channel)),
                    Err(_) => unreached += 1,
                }
            }
        }
        if told.is_empty() {
            return Err(Refusal::NobodyToTell { unreached });
        }
        let texts = told.iter().filter(|(_, channel)| *channel == Channel::Sms);
        let texts = counted(texts.count());
        if texts > 0 && !words.fit_into_text() {
            let limit = counted(HostWords::MAX_CHARS_BY_TEXT);
            return Err(Refusal::TooLongForTexts { limit, texts });
        }
        let not_before = self.news_at();
        for &(at, channel) in &told {
            let (kind, words) = (MessageKind::HostMessage, Some(words.clone()));
            self.enqueue_words(at, kind, words, channel, not_before);
        }
        let wrote = Happening::Wrote {
            by: By::Host,
            to: words.to().to_vec(),
            words: words.text().to_owned(),
            told: counted(told.len()),
            unreached,
            quiet: self.quiet_time(),
        };
        self.log(None, wrote);
        Ok(())
    }
}

fn counted(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Table {
    /// The channel by which a guest gets what the host writes: their own if it works, or another one that does.
    ///
    /// # Errors
    /// The refusal that says why there is none.
    pub fn channel_of_words(&self, invitation: &Invitation) -> Result<Channel, Refusal> {
        let own = self.event.channel(invitation.channel);
        if own == Channel::ByHand {
            return Ok(own);
        }
        let mut open: Vec<_> = self.channels_to(invitation).collect();
        open.sort_by_key(|channel| *channel != own);
        let Some(&first) = open.first() else {
            let name = invitation.name.clone();
            return Err(Refusal::Unreachable { name });
        };
        let is_awake = |channel: &Channel| self.resting(*channel).is_none();
        match (open.into_iter().find(is_awake), self.resting(first)) {
            (Some(channel), _) => Ok(channel),
            (None, why) => Err(Refusal::ChannelRests {
                channel: first,
                why: why.unwrap_or_default().to_owned(),
            }),
        }
    }
}
