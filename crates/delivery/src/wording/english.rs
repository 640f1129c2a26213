use super::{Counted, DateNames, Dates, Message, Wording};
use crate::plural::PluralCategory::One;

/// English.
pub(super) static ENGLISH: Wording = Wording {
    invitation: Message {
        text: "{host} invites you{party}: {occasion}[{courtesy} Can you come?] \
               Please answer[ by {deadline}]:",
        by_hand: "I would love to have you{party} there: {occasion}[ Where: {place}.] Can you come? \
                  Please answer here[ by {deadline}]:",
        subject: "{host} invites you: {title}",
        lead: "{host} would love to have you there:",
        request: "[{host} keeps {seats} for you until {deadline}. Please answer by then.\
                  |Please say whether you can come.]",
        button: "Answer the invitation",
    },
    reminder: Message {
        text: "{host} hopes to see you: {occasion}[{courtesy} Can you come?] \
               Please answer[ by {deadline}]:",
        by_hand: "I would still love to have you{party} there: {occasion}[ Where: {place}.] \
                  Can you come? Please answer here[ by {deadline}]:",
        subject: "Can you come? {title}",
        lead: "{host} hopes to see you and would love to have your answer:",
        request: "[{host} keeps {seats} for you until {deadline}. Please answer by then.\
                  |Please say whether you can come.]",
        button: "Answer the invitation",
    },
    maybe: Message {
        text: "{host} noted your maybe: {occasion} No seat is guaranteed\
               [, but {host} keeps {seats} until {deadline}][{courtesy}. Once you know]:",
        by_hand: "thank you for letting me know: {occasion} I cannot keep a seat for a maybe, \
                  so please tell me here as soon as you know:",
        subject: "Your maybe: {title}",
        lead: "Thank you for your answer. {host} knows that you may come:",
        request: "A maybe keeps no seat, so none is guaranteed.\
                  [ Still, {host} keeps {seats} for you until {deadline}.] \
                  As soon as you know, please say so, and you will see at once where you stand.",
        button: "See or change your answer",
    },
    seated: Message {
        text: "Good news from {host}: you have {seats}. {occasion}\
               [{courtesy} See you there! If plans change:]",
        by_hand: "good news, I have {seats} for you: {occasion} If your plans have changed, \
                  please say so here:",
        subject: "You have {seats}: {title}",
        lead: "Good news from {host}: you have {seats}.",
        request: "You need not do anything. Should your plans have changed, please say so, \
                  so that your chair does not stay empty.",
        button: "See or change your answer",
    },
    offer: Message {
        text: "{host} can offer you {seats}: {occasion}[{courtesy} Can you come?]\
               [ Say yes by {deadline}:| Please answer:]",
        by_hand: "I can offer you {seats}: {occasion} Would you like to come? \
                  Please answer here[ by {deadline}]:",
        subject: "{host} can now offer you {seats}: {title}",
        lead: "{host} can now offer you {seats}:",
        request: "[{host} keeps {seats} for you until {deadline}. ]Would you like to come?",
        button: "Answer the offer",
    },
    confirmed: Message {
        text: "[{courtesy}Thank you! ]{host} has {seats} for you: {occasion}\
               [{courtesy} See you there! If plans change:]",
        by_hand: "I have {seats} for you: {occasion} Should your plans change, please say so here:",
        subject: "You have {seats}: {title}",
        lead: "{host} has {seats} for you:",
        request: "Should your plans change, please say so, so that your chair does not stay empty.",
        button: "See or change your answer",
    },
    confirmed_probably: Message {
        text: "[{courtesy}Thank you! ]{host} has {seats} for you: {occasion} \
               If you can't come, please say so:",
        by_hand: "I have {seats} for you: {occasion} If you find that you cannot come, \
                  please say so here:",
        subject: "You have {seats}: {title}",
        lead: "{host} has {seats} for you:",
        request: "You are counted in. Should you find that you cannot come, please say so, \
                  so that your chair does not stay empty.",
        button: "See or change your answer",
    },
    day_before: Message {
        text: "{host} expects you: {occasion}[ Where: {place}.]\
               [{courtesy} See you there! If you can't come:| If you can't:]",
        by_hand: "I expect you: {occasion}[ Where: {place}.] If you cannot come, \
                  please tell me here:",
        subject: "{host} expects you: {title}",
        lead: "{host} expects you:",
        request: "You need not do anything. If you cannot come, please say so, \
                  so that your chair does not stay empty.",
        button: "Say whether you come",
    },
    day_before_probably: Message {
        text: "{host} expects you: {occasion}[ Where: {place}.] Are you still coming?",
        by_hand: "I expect you: {occasion}[ Where: {place}.] Are you still coming? \
                  Please tell me here:",
        subject: "{host} expects you: {title}",
        lead: "{host} expects you:",
        request: "You said that you would probably come. Are you still coming? If you cannot, \
                  please say so, so that your chair does not stay empty.",
        button: "Say whether you come",
    },
    changed: Message {
        text: "{host} has changed the plan: {occasion}[ Where: {place}.] Does it still suit you?",
        by_hand: "the plan has changed: {occasion}[ Where: {place}.] Does it still suit you?",
        subject: "Changed: {title}",
        lead: "{host} has changed when or where this takes place. It is now:",
        request: "Please see whether it still suits you. Your answer stays as it is \
                  unless you change it.",
        button: "See or change your answer",
    },
    cancelled: Message {
        text: "{host} is sorry to call this off: {occasion}[{courtesy} You need not do anything.] \
               Details:",
        by_hand: "I am sorry, I have to call this off: {occasion} Details:",
        subject: "Called off: {title}",
        lead: "{host} is sorry to call this off:",
        request: "You need not do anything.",
        button: "See the details",
    },
    withdrawn: Message {
        text: "{host} no longer has a seat for you: {occasion}[ {sentence}] Details:",
        by_hand: "I no longer have a seat for you: {occasion}[ {sentence}] Details:",
        subject: "No longer open: {title}",
        lead: "This invitation is no longer open:",
        request: "If this surprises you, please ask {host}.",
        button: "See or change your answer",
    },
    declined: Message {
        text: "{host} knows that you can't come: {occasion}[{courtesy} You will be missed!] \
               Should your plans change:",
        by_hand: "thank you for telling me that you can't come: {occasion} \
                  Should your plans change, please say so here:",
        subject: "You can't come: {title}",
        lead: "Thank you for your answer. {host} knows that you can't come:",
        request: "Should your plans change, you are welcome to answer again.",
        button: "See or change your answer",
    },
    off_calendar: Message {
        text: "{host} still has {seats} for you: {occasion}[{courtesy} If plans change:]",
        by_hand: "I still have {seats} for you: {occasion} Should your plans change, \
                  please say so here:",
        subject: "Out of your calendar: {title}",
        lead: "{host} still has {seats} for you, but what your calendar shows is out of date:",
        request: "Should your plans change, please say so, so that your chair does not stay empty.",
        button: "See or change your answer",
    },
    host_message: Message {
        text: "{host} writes about {title}[: {words}]",
        by_hand: "about {title}[: {words}]",
        subject: "{host} writes about {title}",
        lead: "{host} writes to you about:",
        request: "If you have a question, please ask {host}.",
        button: "See your invitation",
    },

    on_standby: "[{courtesy}Thank you! ]All seats are taken right now. You will hear from {host} \
                 as soon as one is yours: {occasion}[{courtesy} If plans change:]",
    no_longer_open: "This invitation is no longer open: {occasion}\
                     [{courtesy} You need not do anything.] \
                     If this surprises you, please ask {host}.",
    begun: "It has begun, so answers are closed: {occasion} Details:",
    not_noted: "Your answer could not be noted: {occasion} Please answer here:",
    not_understood: "Sorry, that was not clear. Please reply with just YES, PROBABLY, MAYBE or NO, \
                     or answer here:",
    help: "{host} invites you: {occasion} Reply YES, PROBABLY, MAYBE or NO, \
           or STOP for no more texts[{courtesy}, or answer here]:",
    which_one: "Which one? Please answer by its link:",
    more_links: "More are in your earlier texts.",

    greeting_by_hand: "Hi {guest},",
    greeting: "Hello {guest},",
    added_to_calendar: "The attached file puts it into your calendar.",
    out_of_calendar: "The attached file takes it out of your calendar.",
    closing: "This link is yours alone, so please keep it to yourself. \
              Sent for {host} by seat-dealer.",
    no_more_email: "No more email",
    colon: ":",

    seats: Counted {
        forms: &[(One, "a seat")],
        other: "{number} seats",
    },
    people: Counted {
        forms: &[(One, " (1 person)")],
        other: " ({number} people)",
    },
    both: " both",
    and_guests: Counted {
        forms: &[(One, " and a guest")],
        other: " and your guests",
    },
    is_for: Counted {
        forms: &[(One, "The invitation is for 1 person.")],
        other: "The invitation is for {number} people.",
    },
    may_bring: Counted {
        forms: &[(One, "You may bring a guest.")],
        other: "You may bring up to {number} guests.",
    },

    calendar_link: "Your answer: {link}",
    dates: Dates {
        names: DateNames {
            first_day: "1",
            weekdays: [
                "Monday",
                "Tuesday",
                "Wednesday",
                "Thursday",
                "Friday",
                "Saturday",
                "Sunday",
            ],
            months: [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
        },
        short_weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        short_months: [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ],
        short: "{weekday} {day} {month} {time}",
        long: "{weekday}, {day} {month} {year}, {time} ({zone})",
        zone: "{city} time",
    },
};
