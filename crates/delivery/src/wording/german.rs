use super::{Counted, DateNames, Dates, Message, Wording};
use crate::plural::PluralCategory::One;

/// German, which says neither *du* nor *Sie*.
pub(super) static GERMAN: Wording = Wording {
    invitation: Message {
        text: "{host} lädt ein{party}: {occasion}[{courtesy} Klappt es?] \
               Bitte[ bis {deadline}] antworten:",
        by_hand: "ich lade herzlich ein{party}: {occasion}[ Wo: {place}.] Klappt es? \
                  Bitte[ bis {deadline}] hier antworten:",
        subject: "{host} lädt ein: {title}",
        lead: "{host} lädt herzlich ein:",
        request: "[{host} hält bis {deadline} {seats} frei. Bitte bis dahin antworten.\
                  |Bitte Bescheid geben, ob es klappt.]",
        button: "Auf die Einladung antworten",
    },
    reminder: Message {
        text: "{host} würde sich freuen: {occasion}[{courtesy} Klappt es?] \
               Bitte[ bis {deadline}] antworten:",
        by_hand: "ich würde mich immer noch sehr freuen{party}: {occasion}[ Wo: {place}.] \
                  Klappt es? Bitte[ bis {deadline}] hier antworten:",
        subject: "Klappt es? {title}",
        lead: "{host} würde sich freuen und bittet um eine Antwort:",
        request: "[{host} hält bis {deadline} {seats} frei. Bitte bis dahin antworten.\
                  |Bitte Bescheid geben, ob es klappt.]",
        button: "Auf die Einladung antworten",
    },
    maybe: Message {
        text: "{host} hat das Vielleicht notiert: {occasion} \
               [Nur bis {deadline} hält {host} {seats} frei|Kein Platz ist sicher]\
               [{courtesy}. Sobald es feststeht]:",
        by_hand: "danke für die Antwort: {occasion} Mit einem Vielleicht kann ich keinen Platz \
                  freihalten, also bitte hier Bescheid geben, sobald es feststeht:",
        subject: "Notiert als Vielleicht: {title}",
        lead: "Danke für die Antwort. {host} weiß, dass es vielleicht klappt:",
        request: "Mit einem Vielleicht wird kein Platz freigehalten, und keiner ist sicher.\
                  [ Zurzeit hält {host} aber bis {deadline} {seats} frei.] Sobald es feststeht, \
                  bitte Bescheid geben: Dann ist gleich zu sehen, ob es einen Platz gibt.",
        button: "Antwort ansehen oder ändern",
    },
    seated: Message {
        text: "Gute Nachricht: {host} hat {seats} reserviert. {occasion}\
               [{courtesy} Bis bald! Bei Änderungen:]",
        by_hand: "gute Nachricht, ich habe {seats} reserviert: {occasion} \
                  Falls sich etwas geändert hat, bitte hier Bescheid geben:",
        subject: "{host} hat {seats} reserviert: {title}",
        lead: "Gute Nachricht: {host} hat {seats} reserviert.",
        request: "Es ist nichts weiter zu tun. Falls sich etwas geändert hat, bitte Bescheid \
                  geben, damit der Stuhl nicht leer bleibt.",
        button: "Antwort ansehen oder ändern",
    },
    offer: Message {
        text: "{host} bietet[ bis {deadline}] {seats} an: {occasion}[{courtesy} Klappt es?]",
        by_hand: "ich kann {seats} anbieten: {occasion} Klappt es? \
                  Bitte[ bis {deadline}] hier antworten:",
        subject: "{host} kann jetzt {seats} anbieten: {title}",
        lead: "{host} kann jetzt {seats} anbieten:",
        request: "[{host} hält bis {deadline} {seats} frei. ]Klappt es?",
        button: "Auf das Angebot antworten",
    },
    confirmed: Message {
        text: "[{courtesy}Danke! ]{host} hat {seats} reserviert: {occasion}\
               [{courtesy} Bis bald! Bei Änderungen:]",
        by_hand: "ich habe {seats} reserviert: {occasion} \
                  Falls sich etwas ändert, bitte hier Bescheid geben:",
        subject: "{host} hat {seats} reserviert: {title}",
        lead: "{host} hat {seats} reserviert:",
        request: "Falls sich etwas ändert, bitte Bescheid geben, \
                  damit der Stuhl nicht leer bleibt.",
        button: "Antwort ansehen oder ändern",
    },
    confirmed_probably: Message {
        text: "[{courtesy}Danke! ]{host} hat {seats} reserviert: {occasion} \
               Falls es doch nicht klappt:",
        by_hand: "ich habe {seats} reserviert: {occasion} \
                  Falls es doch nicht klappt, bitte hier Bescheid geben:",
        subject: "{host} hat {seats} reserviert: {title}",
        lead: "{host} hat {seats} reserviert:",
        request: "Die Zusage ist eingeplant. Falls es doch nicht klappt, bitte Bescheid geben, \
                  damit der Stuhl nicht leer bleibt.",
        button: "Antwort ansehen oder ändern",
    },
    day_before: Message {
        text: "{host} freut sich schon: {occasion}[ Wo: {place}.][{courtesy} Bis bald!] \
               Falls es nicht klappt:",
        by_hand: "ich freue mich schon: {occasion}[ Wo: {place}.] \
                  Falls es doch nicht klappt, bitte hier Bescheid geben:",
        subject: "{host} freut sich schon: {title}",
        lead: "{host} freut sich schon:",
        request: "Es ist nichts weiter zu tun. Falls es doch nicht klappt, bitte Bescheid geben, \
                  damit der Stuhl nicht leer bleibt.",
        button: "Bescheid geben",
    },
    day_before_probably: Message {
        text: "{host} freut sich schon: {occasion}[ Wo: {place}.] Bleibt es dabei?",
        by_hand: "ich freue mich schon: {occasion}[ Wo: {place}.] Bleibt es dabei? \
                  Bitte hier Bescheid geben:",
        subject: "{host} freut sich schon: {title}",
        lead: "{host} freut sich schon:",
        request: "Die Antwort war Wahrscheinlich. Bleibt es dabei? Falls nicht, bitte Bescheid \
                  geben, damit der Stuhl nicht leer bleibt.",
        button: "Bescheid geben",
    },
    changed: Message {
        text: "{host} hat umgeplant: {occasion}[ Wo: {place}.] Passt es noch?",
        by_hand: "der Plan hat sich geändert: {occasion}[ Wo: {place}.] Passt es noch?",
        subject: "Geändert: {title}",
        lead: "{host} hat Zeit oder Ort geändert. Jetzt gilt:",
        request: "Bitte nachsehen, ob es noch passt. Die Antwort bleibt, wie sie ist, \
                  solange sie niemand ändert.",
        button: "Antwort ansehen oder ändern",
    },
    cancelled: Message {
        text: "Leider muss {host} absagen: {occasion}[{courtesy} Es ist nichts weiter zu tun.] \
               Details:",
        by_hand: "leider muss ich absagen: {occasion} Details:",
        subject: "Abgesagt: {title}",
        lead: "Leider muss {host} absagen:",
        request: "Es ist nichts weiter zu tun.",
        button: "Details ansehen",
    },
    withdrawn: Message {
        text: "Die Einladung von {host} gilt nicht mehr: {occasion}[ {sentence}] Details:",
        by_hand: "die Einladung gilt leider nicht mehr: {occasion}[ {sentence}] Details:",
        subject: "Gilt nicht mehr: {title}",
        lead: "Diese Einladung gilt nicht mehr:",
        request: "Falls das überrascht, bitte bei {host} nachfragen.",
        button: "Antwort ansehen oder ändern",
    },
    declined: Message {
        text: "{host} weiß, dass es nicht klappt: {occasion}[{courtesy} Schade!] \
               Falls sich etwas ändert:",
        by_hand: "danke für die Antwort, schade, dass es nicht klappt: {occasion} \
                  Falls sich etwas ändert, bitte hier Bescheid geben:",
        subject: "Klappt nicht: {title}",
        lead: "Danke für die Antwort. {host} weiß, dass es nicht klappt:",
        request: "Falls sich etwas ändert, ist eine neue Antwort willkommen.",
        button: "Antwort ansehen oder ändern",
    },
    off_calendar: Message {
        text: "{host} hat weiterhin {seats} reserviert: {occasion}[{courtesy} Bei Änderungen:]",
        by_hand: "ich habe weiterhin {seats} reserviert: {occasion} \
                  Falls sich etwas ändert, bitte hier Bescheid geben:",
        subject: "Nicht mehr im Kalender: {title}",
        lead: "{host} hat weiterhin {seats} reserviert, aber der Eintrag im Kalender \
               stimmt nicht mehr:",
        request: "Falls sich etwas ändert, bitte Bescheid geben, \
                  damit der Stuhl nicht leer bleibt.",
        button: "Antwort ansehen oder ändern",
    },
    host_message: Message {
        text: "{host} schreibt zu {title}[: {words}]",
        by_hand: "zu {title}[: {words}]",
        subject: "{host} schreibt zu {title}",
        lead: "{host} schreibt zu dieser Einladung:",
        request: "Fragen beantwortet {host} gern.",
        button: "Einladung ansehen",
    },

    on_standby: "[{courtesy}Danke! ]Zurzeit sind alle Plätze vergeben. Sobald es einen gibt, \
                 meldet sich {host}: {occasion}[{courtesy} Bei Änderungen:]",
    no_longer_open: "Die Einladung gilt nicht mehr: {occasion}\
                     [{courtesy} Es ist nichts weiter zu tun.] \
                     Falls das überrascht, bitte bei {host} nachfragen.",
    begun: "Es hat begonnen, Antworten sind nicht mehr möglich: {occasion} Details:",
    not_noted: "Die Antwort ließ sich nicht speichern: {occasion} Bitte hier antworten:",
    not_understood: "Das war leider nicht klar. Bitte nur mit JA, WAHRSCHEINLICH, VIELLEICHT \
                     oder NEIN antworten, oder hier:",
    help: "{host} lädt ein: {occasion} Antwort: JA, WAHRSCHEINLICH, VIELLEICHT, NEIN \
           oder STOP (keine SMS mehr)[{courtesy}, oder hier]:",
    which_one: "Um welche Einladung geht es? Bitte über den Link antworten:",
    more_links: "Weitere stehen in früheren SMS.",

    greeting_by_hand: "Hallo {guest},",
    greeting: "Hallo {guest},",
    added_to_calendar: "Die Datei im Anhang trägt es in den Kalender ein.",
    out_of_calendar: "Die Datei im Anhang nimmt es aus dem Kalender.",
    closing: "Dieser Link ist persönlich, bitte nicht weitergeben. \
              Im Namen von {host} gesendet von seat-dealer.",
    no_more_email: "Keine E-Mails mehr",
    colon: ":",

    seats: Counted {
        forms: &[(One, "einen Platz")],
        other: "{number} Plätze",
    },
    people: Counted {
        forms: &[(One, " (1 Person)")],
        other: " ({number} Personen)",
    },
    both: " (2 Personen)",
    and_guests: Counted {
        forms: &[],
        other: ", gern mit Begleitung",
    },
    is_for: Counted {
        forms: &[(One, "Die Einladung gilt für 1 Person.")],
        other: "Die Einladung gilt für {number} Personen.",
    },
    may_bring: Counted {
        forms: &[(One, "Eine Begleitung ist willkommen.")],
        other: "Bis zu {number} Begleitpersonen sind willkommen.",
    },

    calendar_link: "Antwort: {link}",
    dates: Dates {
        names: DateNames {
            first_day: "1",
            weekdays: [
                "Montag",
                "Dienstag",
                "Mittwoch",
                "Donnerstag",
                "Freitag",
                "Samstag",
                "Sonntag",
            ],
            months: [
                "Januar",
                "Februar",
                "März",
                "April",
                "Mai",
                "Juni",
                "Juli",
                "August",
                "September",
                "Oktober",
                "November",
                "Dezember",
            ],
        },
        short_weekdays: ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
        short_months: [
            "Jan", "Feb", "März", "Apr", "Mai", "Juni", "Juli", "Aug", "Sep", "Okt", "Nov", "Dez",
        ],
        short: "{weekday} {day}. {month} {time}",
        long: "{weekday}, {day}. {month} {year}, {time} Uhr ({zone})",
        zone: "{zone}",
    },
};
