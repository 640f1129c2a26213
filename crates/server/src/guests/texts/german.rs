use seat_dealer_core::Language;
use seat_dealer_delivery::PluralCategory::One;

use super::{AnswerTexts, Counted, Email, Plain, Texts};

/// German, which says neither *du* nor *Sie*.
pub(super) static GERMAN: Texts = Texts {
    language: Language::German,
    dates: "de-DE",

    page_title: "Die Einladung",
    preview_title: "Eine Einladung",
    preview_description: "Hier steht, worum es geht, und hier lässt sich antworten.",
    dear: "Hallo {guest},",
    invites: "{host} lädt ein",
    invitation_from: "Eine Einladung von {host}",
    when: "Wann",
    place: "Wo",
    link: "Link",
    own_time: "In der Zeitzone dieses Geräts:",
    add_to_calendar: "In den Kalender",
    add_to_google: "In den Google Kalender",
    read_all: "Alles lesen",
    private_link: "Diese Seite ist persönlich: Wer ihren Link hat, kann hier antworten.",
    languages: "Sprache",

    question: "Klappt es?",
    question_again: "Hat sich etwas geändert?",
    change_hint: "Bis zum Beginn lässt sich die Antwort hier ändern.",
    party_question: "Für wie viele?",
    alone: "Nur ich",
    with_others: Counted {
        forms: &[(One, "Ich und 1 weitere Person")],
        other: "Ich und {others} weitere",
    },
    companions_label: "Die Namen der anderen, wenn gewünscht",
    answer_to_question_hint: "Erst schreiben, dann oben antworten. Höchstens 500 Zeichen.",
    diet_label: "Allergien, oder was nicht gegessen wird, wenn gewünscht",
    diet_hint: "Zum Beispiel: keine Nüsse. Erst schreiben, dann oben antworten. Für spätere Einladungen von {host} bleibt es gespeichert.",
    note_label: "Ein paar Worte an {host}, wenn gewünscht",
    note_hint: "Sie gehen mit der Antwort mit: erst schreiben, dann oben antworten. \
                Höchstens 500 Zeichen.",
    yes: AnswerTexts {
        word: "Ja",
        hint: "Ich bin dabei",
    },
    probably: AnswerTexts {
        word: "Wahr\u{ad}scheinlich",
        hint: "Fast sicher, bitte einplanen",
    },
    maybe: AnswerTexts {
        word: "Vielleicht",
        hint: "Noch offen – kein Platz wird freigehalten",
    },
    no: AnswerTexts {
        word: "Nein",
        hint: "Ich kann nicht kommen",
    },
    your_answer: "Aktuelle Antwort",
    your_answer_is: "Aktuelle Antwort: {answer}",
    your_answer_is_for_party: "Aktuelle Antwort: {answer}, für {party}",

    kept: Counted {
        forms: &[(
            One,
            "Bitte bis {deadline} antworten. Bis dahin ist ein Platz reserviert.",
        )],
        other: "Bitte bis {deadline} antworten. Bis dahin sind {party} Plätze reserviert.",
    },
    not_kept: "Eine Antwort ist willkommen. Ist ein Platz frei, ist er damit zugesagt; \
               wenn nicht, kommt eine Nachricht, sobald es einen gibt.",
    seated_yes: Counted {
        forms: &[(One, "Der Platz ist sicher. Bis bald!")],
        other: "Die {party} Plätze sind sicher. Bis bald!",
    },
    seated_probably: Counted {
        forms: &[(
            One,
            "Der Platz ist sicher und eingeplant. Falls es doch nicht klappt, \
              bitte hier Bescheid geben.",
        )],
        other: "Die {party} Plätze sind sicher und eingeplant. Falls es doch nicht klappt, \
               bitte hier Bescheid geben.",
    },
    standby: Counted {
        forms: &[(
            One,
            "Zurzeit sind alle Plätze vergeben. Die Zusage ist vorgemerkt, und sobald ein Platz \
              frei wird, kommt eine Nachricht.",
        )],
        other: "Für {party} ist zurzeit kein Platz. Die Zusage ist vorgemerkt, und sobald genug \
               Platz ist, kommt eine Nachricht.",
    },
    offered: Counted {
        forms: &[(
            One,
            "Gute Nachricht: Ein Platz ist frei und bis {deadline} reserviert. Mit einem \
              Vielleicht ist danach kein Platz sicher: Wer ihn möchte, antwortet bitte bis dahin \
              mit Ja oder Wahrscheinlich.",
        )],
        other: "Gute Nachricht: {party} Plätze sind frei und bis {deadline} reserviert. Mit einem \
               Vielleicht ist danach kein Platz sicher: Wer sie möchte, antwortet bitte bis dahin \
               mit Ja oder Wahrscheinlich.",
    },
    not_guaranteed: "Danke, {host} weiß Bescheid. Mit einem Vielleicht ist kein Platz sicher. \
                     Sobald es feststeht, bitte hier noch einmal antworten: \
                     Ist dann ein Platz frei, ist er zugesagt.",
    not_coming: "Danke, {host} weiß Bescheid – schade! Falls sich etwas ändert, \
                 ist eine neue Antwort willkommen.",
    noted: "Danke. Die Antwort ist angekommen.",
    withdrawn: "Es ist nichts weiter zu tun. Falls das überrascht, bitte bei {host} nachfragen.",
    cancelled: "Leider musste {host} absagen. Es ist nichts weiter zu tun.",
    past_seated: Counted {
        forms: &[(
            One,
            "Es hat begonnen, Antworten lassen sich nicht mehr ändern. Der Platz ist sicher.",
        )],
        other: "Es hat begonnen, Antworten lassen sich nicht mehr ändern. \
               Die {party} Plätze sind sicher.",
    },
    past_standby: "Es hat begonnen, und leider ist kein Platz frei geworden. \
                   Danke, dass der Wunsch da war.",
    past: "Es hat begonnen, Antworten sind nicht mehr möglich.",

    withdrawn_label: "Diese Einladung gilt nicht mehr",
    cancelled_label: "Abgesagt",
    past_label: "Keine Antworten mehr möglich",

    choose_answer: "Bitte eine der vier Antworten wählen.",
    choose_party: "Bitte wählen, wie viele kommen, und noch einmal antworten.",
    note_wrong: "Bitte höchstens 500 Zeichen schreiben, nur Text, und noch einmal antworten.",
    companions_wrong: "Bitte höchstens 19 Namen mit höchstens 120 Zeichen nennen, durch Kommas getrennt, und noch einmal antworten.",
    diet_wrong: "Bitte höchstens 200 Zeichen zum Essen schreiben, nur Text, und noch einmal antworten.",
    answer_to_question_wrong: "Bitte die Frage mit höchstens 500 Zeichen beantworten, nur Text, und noch einmal antworten.",
    no_room: "Für so viele ist zurzeit kein Platz. Es hat sich nichts geändert: Was reserviert \
              war, bleibt reserviert. Eine Antwort für weniger ist willkommen.",
    asked_too_often: "Nach mehr Plätzen wurde schon mehrmals gefragt. Es hat sich nichts geändert: Was \
                      reserviert war, bleibt reserviert. Bitte dort nachfragen, wo die Einladung \
                      herkam, oder es morgen noch einmal versuchen.",
    changed_meanwhile: "Inzwischen hat sich etwas geändert. \
                        Bitte noch einmal nachsehen und erneut antworten.",
    too_late: "Die Antwort kam leider zu spät.",

    unknown: Plain {
        heading: "Hier ist keine Einladung",
        text: "Vielleicht ist unterwegs ein Stück des Links verloren gegangen. Bitte den Link noch \
               einmal aus der Nachricht öffnen oder dort nachfragen, wo sie herkam.",
    },
    bad_form: Plain {
        heading: "Diese Antwort war nicht lesbar",
        text: "Es hat sich nichts geändert. Bitte zur Einladung zurückgehen und eine der vier \
               Antworten wählen.",
    },
    busy: Plain {
        heading: "Einen Moment, bitte",
        text: "Gerade sind es zu viele Anfragen auf einmal. Es hat sich nichts geändert; \
               bitte in einer Minute noch einmal versuchen.",
    },
    unavailable: Plain {
        heading: "Das geht gerade nicht",
        text: "Im Moment kann hier nichts gespeichert werden. Bitte gleich noch einmal versuchen; \
               was dann zu sehen ist, gilt.",
    },
    broken: Plain {
        heading: "Hier ist etwas schiefgegangen",
        text: "An der Antwort liegt es nicht. Bitte in der Einladung nachsehen, welche Antwort \
               dort steht, und es in einer Minute noch einmal versuchen.",
    },
    back: "Zurück zur Einladung",

    email_welcome: Email {
        heading: "Keine E-Mails mehr?",
        text: "Einladungen und Neues dazu gehen an {address}. Das lässt sich hier beenden, \
               ganz gleich, wer einlädt.",
        button: "Keine E-Mails mehr",
        hint: "Gegebene Antworten bleiben, wie sie sind",
    },
    email_stopped: Email {
        heading: "Keine E-Mails mehr",
        text: "An {address} geht nichts mehr. Links, die schon da sind, gelten weiter.",
        button: "E-Mails wieder erlauben",
        hint: "Falls es ein Versehen war oder sich etwas geändert hat",
    },
    host_news_welcome: Email {
        heading: "E-Mails über eigene Einladungen",
        text: "Wer einlädt, erfährt hier per E-Mail, was zu tun ist und was die Gäste antworten.",
        button: "Keine solchen E-Mails mehr",
        hint: "Die Gäste bekommen ihre Nachrichten weiterhin",
    },
    host_news_stopped: Email {
        heading: "Keine E-Mails über eigene Einladungen mehr",
        text: "Ob etwas zu tun ist und wer geantwortet hat, kommt nicht mehr per E-Mail. Es steht weiterhin auf der Seite der Einladung.",
        button: "Wieder davon hören",
        hint: "Falls es ein Versehen war oder sich etwas geändert hat",
    },
    unknown_email: Plain {
        heading: "Hier ist nichts abzubestellen",
        text: "Vielleicht ist unterwegs ein Stück des Links verloren gegangen. Bitte den Link noch \
               einmal aus der E-Mail öffnen, mit der er kam.",
    },

    date_time: "{weekday}, {day}. {month} {year}, {time} Uhr ({zone})",
    deadline: "{weekday}, {day}. {month}, {time} Uhr ({zone})",
};
