use seat_dealer_core::Language;
use seat_dealer_delivery::PluralCategory::One;

use super::{AnswerTexts, Counted, Email, Plain, Texts};

/// English.
pub(crate) static ENGLISH: Texts = Texts {
    language: Language::English,
    dates: "en-GB",

    page_title: "Your invitation",
    preview_title: "An invitation",
    preview_description: "Open it to see what it is, and to answer.",
    dear: "Dear {guest},",
    invites: "{host} invites you",
    invitation_from: "An invitation from {host}",
    when: "When",
    place: "Where",
    link: "Link",
    own_time: "In your time zone:",
    add_to_calendar: "Add to your calendar",
    add_to_google: "Add to Google Calendar",
    read_all: "Read all of it",
    private_link: "This page is yours alone: whoever has its link can answer for you.",
    languages: "Language",

    question: "Will you come?",
    question_again: "Have your plans changed?",
    change_hint: "You can change your answer here until it begins.",
    party_question: "How many of you?",
    alone: "Just me",
    with_others: Counted {
        forms: &[(One, "Me and 1 more")],
        other: "Me and {others} more",
    },
    companions_label: "The names of those who come with you, if you like",
    answer_to_question_hint: "Write first, then choose your answer above. At most 500 characters.",
    diet_label: "Allergies, or what you don’t eat, if you like",
    diet_hint: "For example: no nuts. Write first, then choose your answer above. It is kept for the next invitations from {host}.",
    note_label: "A few words for {host}, if you like",
    note_hint: "They go with your answer: write first, then choose it above. At most 500 characters.",
    yes: AnswerTexts {
        word: "Yes",
        hint: "I’ll be there",
    },
    probably: AnswerTexts {
        word: "Probably",
        hint: "Very likely, count me in",
    },
    maybe: AnswerTexts {
        word: "Maybe",
        hint: "I can’t say yet – no seat is kept",
    },
    no: AnswerTexts {
        word: "No",
        hint: "I can’t come",
    },
    your_answer: "Your answer",
    your_answer_is: "Your answer: {answer}",
    your_answer_is_for_party: "Your answer: {answer}, for {party}",

    kept: Counted {
        forms: &[(
            One,
            "Please answer by {deadline}. Until then, a seat is kept for you.",
        )],
        other: "Please answer by {deadline}. Until then, {party} seats are kept for you.",
    },
    not_kept: "You are welcome to answer. If a seat is free, it is yours; \
               if not, you will get a message as soon as there is one for you.",
    seated_yes: Counted {
        forms: &[(One, "You have a seat. See you there!")],
        other: "You have {party} seats. See you there!",
    },
    seated_probably: Counted {
        forms: &[(
            One,
            "You have a seat and are counted in. If you find that you can’t come, \
              please say so here.",
        )],
        other: "You have {party} seats and are counted in. If you find that you can’t come, \
               please say so here.",
    },
    standby: Counted {
        forms: &[(
            One,
            "All seats are taken right now. You are on standby, and you will get a message \
              as soon as a seat is yours.",
        )],
        other: "There is no room for {party} right now. You are on standby, and you will get \
               a message as soon as there is.",
    },
    offered: Counted {
        forms: &[(
            One,
            "Good news: a seat is free, and it is kept for you until {deadline}. With a maybe, \
              no seat is guaranteed after that: if you would like it, please answer Yes or \
              Probably by then.",
        )],
        other: "Good news: {party} seats are free, and they are kept for you until {deadline}. \
               With a maybe, no seat is guaranteed after that: if you would like them, please \
               answer Yes or Probably by then.",
    },
    not_guaranteed: "Thank you for telling {host}. With a maybe, no seat is guaranteed. \
                     As soon as you know, answer here again: if a seat is free then, it is yours.",
    not_coming: "Thank you for telling {host} – you will be missed. If your plans change, \
                 you are welcome to answer again.",
    noted: "Thank you. Your answer has arrived.",
    withdrawn: "There is nothing you need to do. If this surprises you, please ask {host}.",
    cancelled: "Sadly, {host} has had to call this off. There is nothing you need to do.",
    past_seated: Counted {
        forms: &[(
            One,
            "It has begun, so answers can no longer be changed. You have a seat.",
        )],
        other: "It has begun, so answers can no longer be changed. You have {party} seats.",
    },
    past_standby: "It has begun, and sadly no seat came free. Thank you for wanting to come.",
    past: "It has begun, so answers are closed.",

    withdrawn_label: "This invitation is no longer open",
    cancelled_label: "Called off",
    past_label: "Answers are closed",

    choose_answer: "Please choose one of the four answers.",
    choose_party: "Please choose how many of you come, and answer again.",
    note_wrong: "Please keep your words to at most 500 characters of plain text, and answer again.",
    companions_wrong: "Please give at most 19 names of at most 120 letters, separated by commas, and answer again.",
    diet_wrong: "Please say what you don’t eat in at most 200 characters of plain text, and answer again.",
    answer_to_question_wrong: "Please answer the question in at most 500 characters of plain text, and choose your answer again.",
    no_room: "There is no room for that many right now. Nothing has changed: what is kept for \
              you stays yours. You are welcome to answer for fewer.",
    asked_too_often: "You have asked for more seats several times already. Nothing has changed: what is \
                      kept for you stays yours. Please ask the person who invites you, or try \
                      again tomorrow.",
    changed_meanwhile: "Something changed while you were answering. \
                        Please look again, and answer once more.",
    too_late: "Your answer came too late to count.",

    unknown: Plain {
        heading: "There is no invitation here",
        text: "Perhaps the link has lost a piece on its way. Please open it once more from your \
               message, or ask the person who sent it.",
    },
    bad_form: Plain {
        heading: "That answer could not be read",
        text: "Nothing has changed. Please go back to your invitation and choose one of the \
               four answers.",
    },
    busy: Plain {
        heading: "One moment, please",
        text: "Too many requests at once. Nothing has changed; please try again in a minute.",
    },
    unavailable: Plain {
        heading: "That is not possible right now",
        text: "Nothing can be saved here at the moment. Please try again in a moment; what you see \
               then is what counts.",
    },
    broken: Plain {
        heading: "Something went wrong here",
        text: "It is not your fault. Please go back to your invitation to see which answer it \
               shows, and try again in a minute.",
    },
    back: "Back to the invitation",

    email_welcome: Email {
        heading: "No more email?",
        text: "Invitations and news of them are sent to {address}. You can stop that here, \
               whoever invites you.",
        button: "No more email",
        hint: "Answers you have given stay as they are",
    },
    email_stopped: Email {
        heading: "No more email",
        text: "Nothing is sent to {address} any more. The links you already have still work.",
        button: "Welcome email again",
        hint: "If this was a mistake, or you have changed your mind",
    },
    host_news_welcome: Email {
        heading: "Email about your events",
        text: "You get email about your events as a host: what needs you, and what your guests answer.",
        button: "No more such email",
        hint: "Your guests still get their messages",
    },
    host_news_stopped: Email {
        heading: "No more email about your events",
        text: "Nothing is sent to you any more when something needs you or when guests answer. Your events show it.",
        button: "Hear of your events again",
        hint: "If this was a mistake, or you have changed your mind",
    },
    unknown_email: Plain {
        heading: "There is nothing to stop here",
        text: "Perhaps the link has lost a piece on its way. Please open it once more from the \
               email it came with.",
    },

    date_time: "{weekday}, {day} {month} {year}, {time} ({zone})",
    deadline: "{weekday}, {day} {month} at {time} ({zone})",
};
