//! The channels by which a guest is reached, and those that rest (rule 11).

use super::Transition;
use crate::{
    By, Channel, ChannelState, Happening, InvitationId, Message, MessageKind, MessageStatus,
    Refusal,
};

/// The number of guests in a row who cannot be reached by a channel until it rests.
const FAILURES_IN_A_ROW: usize = 3;

impl Transition {
    /// The first channel to this guest that does not rest.
    pub(super) fn awake_channel(&self, at: usize) -> Option<Channel> {
        let mut channels = self.table.channels_to(&self.table.invitations[at]);
        channels.find(|channel| self.table.resting(*channel).is_none())
    }

    /// The channel of a new message that asks: the guest's own, or another one if that rests.
    pub(super) fn channel_for(&self, at: usize) -> Option<Channel> {
        let own = self.table.event.channel(self.table.invitations[at].channel);
        match self.table.resting(own) {
            None => Some(own),
            Some(_) => self.awake_channel(at),
        }
    }

    /// The channel to try after `channel`: one by which the same kind of message has not failed.
    pub(super) fn other_channel(
        &self,
        at: usize,
        kind: MessageKind,
        channel: Channel,
    ) -> Option<Channel> {
        let invitation = &self.table.invitations[at];
        let has_failed = |other: Channel| {
            self.table.messages.iter().any(|message| {
                message.invitation == invitation.id
                    && message.kind == kind
                    && message.channel == other
                    && message.status == MessageStatus::Failed
            })
        };
        let mut channels = self.table.channels_to(invitation);
        channels.find(|other| {
            *other != channel && !has_failed(*other) && self.table.resting(*other).is_none()
        })
    }

    /// Makes a channel of the host rest: nothing is sent or dealt by it until the host deals again.
    pub(super) fn rest(&mut self, channel: Channel, why: &str) {
        if self.table.resting(channel).is_some() {
            return;
        }
        self.set_channel(channel, Some(why.to_owned()));
        self.has_come_to_rest = true;
        let rests = Happening::ChannelRests {
            channel,
            why: why.to_owned(),
        };
        self.log(None, rests);
    }

    /// Ends the rest of all channels. Returns whether one did rest.
    pub(super) fn awake_channels(&mut self) -> bool {
        let states = self.table.channels.iter();
        let resting = states.filter(|state| state.resting.is_some());
        let resting: Vec<_> = resting.map(|state| state.channel).collect();
        for channel in &resting {
            self.set_channel(*channel, None);
        }
        !resting.is_empty()
    }

    fn set_channel(&mut self, channel: Channel, resting: Option<String>) {
        self.table.channels.retain(|state| state.channel != channel);
        self.table.channels.push(ChannelState {
            channel,
            resting,
            since: self.now,
        });
    }

    /// Makes a channel rest if the last guests in a row could not be reached by it (rule 11): then the guests are
    /// hardly the cause. Guests who have opted out of the channel do not count.
    pub(super) fn brake(&mut self, channel: Channel) {
        let states = self.table.channels.iter();
        let since = states
            .filter(|state| state.channel == channel)
            .map(|state| state.since);
        let since = since.max();
        let mut ended: Vec<_> = self
            .table
            .messages
            .iter()
            .filter(|message| message.channel == channel && Some(message.changed_at) > since)
            .filter(|message| {
                message.status == MessageStatus::Failed || message.shows_that_its_channel_works()
            })
            .collect();
        ended.sort_by_key(|message| std::cmp::Reverse(message.changed_at));
        let mut failed: Vec<&InvitationId> = ended
            .iter()
            .take_while(|message| !message.shows_that_its_channel_works())
            .map(|message| &message.invitation)
            .filter(|id| self.is_open(id, channel))
            .collect();
        failed.sort_unstable();
        failed.dedup();
        if failed.len() >= FAILURES_IN_A_ROW {
            self.rest(channel, "the last 3 guests in a row could not be reached");
        }
    }

    fn is_open(&self, id: &InvitationId, channel: Channel) -> bool {
        let invitation = self.table.invitation(id);
        invitation.is_some_and(|one| self.table.channels_to(one).any(|open| open == channel))
    }

    /// Sends the messages that were not sent by that channel by the other one, as after a failure.
    pub(super) fn opted_out(&mut self, id: &InvitationId, channel: Channel) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let next = self.table.channels_to(&self.table.invitations[at]).next();
        let by = By::Guest;
        self.log(Some(at), Happening::OptedOut { by, channel, next });
        let by_it = |message: &Message| {
            &message.invitation == id && message.channel == channel && message.is_outstanding()
        };
        let unsent: Vec<_> = (0..self.table.messages.len())
            .filter(|&index| by_it(&self.table.messages[index]))
            .filter(|&index| self.table.messages[index].status == MessageStatus::Queued)
            .collect();
        for index in unsent {
            let kind = self.table.messages[index].kind;
            let mut new = self.messages.iter();
            // A decision writes one message of a kind to a guest. Further ones of the host follow when a
            // sender finds that the guest has opted out.
            if new.any(|message| &message.invitation == id && message.kind == kind) {
                continue;
            }
            self.give_up(
                index,
                MessageStatus::Cancelled,
                "they want no more of these",
            );
        }
        // The sender of a message that is being sent still records its outcome.
        let on_its_way = self.table.messages.iter().any(by_it);
        let uses_it = self.table.invitations[at].channel == channel;
        if let Some(next) = next.filter(|_| uses_it && !on_its_way) {
            self.update(at, |invitation| invitation.channel = next);
        }
        Ok(())
    }

    pub(super) fn opted_in(&mut self, id: &InvitationId, channel: Channel) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let by = By::Guest;
        self.log(Some(at), Happening::OptedIn { by, channel });
        Ok(())
    }
}
