use super::{Counted, DateNames, Dates, Message, Wording};
use crate::plural::PluralCategory::One;

/// French, which says *vous*. A no-break space stands before double punctuation, but in texts a usual one, because
/// GSM-7 has no other. For the same reason, texts ask for *PEUT-ETRE*, in capitals without accents.
pub(super) static FRENCH: Wording = Wording {
    invitation: Message {
        text: "{host} vous invite{party} : {occasion}[{courtesy} Vous venez ?] \
               Merci de répondre[ avant le {deadline}] :",
        by_hand: "j’aimerais beaucoup vous voir{party}\u{a0}: {occasion}[ Lieu\u{a0}: {place}.] \
                  Pouvez-vous venir\u{a0}? Merci de répondre ici[ avant le {deadline}]\u{a0}:",
        subject: "{host} vous invite\u{a0}: {title}",
        lead: "{host} aimerait beaucoup que vous veniez\u{a0}:",
        request: "[{host} vous garde {seats} jusqu’au {deadline}. Merci de répondre d’ici là.\
                  |Merci de dire si vous pouvez venir.]",
        button: "Répondre à l’invitation",
    },
    reminder: Message {
        text: "{host} espère vous voir : {occasion}[{courtesy} Vous venez ?] \
               Merci de répondre[ avant le {deadline}] :",
        by_hand: "j’espère toujours vous voir{party}\u{a0}: {occasion}[ Lieu\u{a0}: {place}.] \
                  Pouvez-vous venir\u{a0}? Merci de répondre ici[ avant le {deadline}]\u{a0}:",
        subject: "Pouvez-vous venir\u{a0}? {title}",
        lead: "{host} espère vous voir, et votre réponse lui ferait plaisir\u{a0}:",
        request: "[{host} vous garde {seats} jusqu’au {deadline}. Merci de répondre d’ici là.\
                  |Merci de dire si vous pouvez venir.]",
        button: "Répondre à l’invitation",
    },
    maybe: Message {
        text: "{host} sait que vous hésitez : {occasion} \
               [{host} ne vous garde {seats} que jusqu'au {deadline}|Aucune place n'est garantie]\
               [{courtesy}. Dès que vous saurez] :",
        by_hand: "merci de m’avoir répondu\u{a0}: {occasion} Je ne peux pas garder de place pour \
                  un peut-être\u{a0}; merci de me dire ici dès que vous saurez\u{a0}:",
        subject: "Votre peut-être\u{a0}: {title}",
        lead: "Merci de votre réponse. {host} sait que vous viendrez peut-être\u{a0}:",
        request: "Un peut-être ne garde pas de place, et aucune n’est garantie.\
                  [ {host} vous garde pourtant {seats} jusqu’au {deadline}.] Dès que vous \
                  saurez, merci de le dire\u{a0}: vous verrez aussitôt si vous avez une place.",
        button: "Voir ou changer votre réponse",
    },
    seated: Message {
        text: "Bonne nouvelle : {host} a {seats} pour vous. {occasion}\
               [{courtesy} Au plaisir ! En cas d'imprévu :]",
        by_hand: "bonne nouvelle, j’ai {seats} pour vous\u{a0}: {occasion} \
                  Si vos projets ont changé, merci de me le dire ici\u{a0}:",
        subject: "Vous avez {seats}\u{a0}: {title}",
        lead: "Bonne nouvelle\u{a0}: {host} a {seats} pour vous.",
        request: "Vous n’avez rien à faire. Si vos projets ont changé, merci de le dire, \
                  pour que votre chaise ne reste pas vide.",
        button: "Voir ou changer votre réponse",
    },
    offer: Message {
        text: "{host} vous garde {seats}[ jusqu'au {deadline}] : {occasion}[{courtesy} Vous venez ?]",
        by_hand: "je peux vous proposer {seats}\u{a0}: {occasion} Voulez-vous venir\u{a0}? \
                  Merci de répondre ici[ avant le {deadline}]\u{a0}:",
        subject: "{host} peut maintenant vous proposer {seats}\u{a0}: {title}",
        lead: "{host} peut maintenant vous proposer {seats}\u{a0}:",
        request: "[{host} vous garde {seats} jusqu’au {deadline}. ]Voulez-vous venir\u{a0}?",
        button: "Répondre à la proposition",
    },
    confirmed: Message {
        text: "[{courtesy}Merci ! ]{host} a {seats} pour vous : {occasion}\
               [{courtesy} Au plaisir ! En cas d'imprévu :]",
        by_hand: "j’ai {seats} pour vous\u{a0}: {occasion} Si vos projets changent, \
                  merci de me le dire ici\u{a0}:",
        subject: "Vous avez {seats}\u{a0}: {title}",
        lead: "{host} a {seats} pour vous\u{a0}:",
        request: "Si vos projets changent, merci de le dire, \
                  pour que votre chaise ne reste pas vide.",
        button: "Voir ou changer votre réponse",
    },
    confirmed_probably: Message {
        text: "[{courtesy}Merci ! ]{host} a {seats} pour vous : {occasion} \
               En cas d'imprévu, merci de le dire :",
        by_hand: "j’ai {seats} pour vous\u{a0}: {occasion} Si finalement vous ne pouvez pas venir, \
                  merci de me le dire ici\u{a0}:",
        subject: "Vous avez {seats}\u{a0}: {title}",
        lead: "{host} a {seats} pour vous\u{a0}:",
        request: "On compte sur vous. Si finalement vous ne pouvez pas venir, merci de le dire, \
                  pour que votre chaise ne reste pas vide.",
        button: "Voir ou changer votre réponse",
    },
    day_before: Message {
        text: "{host} vous attend : {occasion}[ Lieu : {place}.][{courtesy} Au plaisir !] \
               En cas d'imprévu :",
        by_hand: "je vous attends\u{a0}: {occasion}[ Lieu\u{a0}: {place}.] \
                  Si vous ne pouvez pas venir, merci de me le dire ici\u{a0}:",
        subject: "{host} vous attend\u{a0}: {title}",
        lead: "{host} vous attend\u{a0}:",
        request: "Vous n’avez rien à faire. Si vous ne pouvez pas venir, merci de le dire, \
                  pour que votre chaise ne reste pas vide.",
        button: "Dire si vous venez",
    },
    day_before_probably: Message {
        text: "{host} vous attend : {occasion}[ Lieu : {place}.] Venez-vous toujours ?",
        by_hand: "je vous attends\u{a0}: {occasion}[ Lieu\u{a0}: {place}.] \
                  Venez-vous toujours\u{a0}? Merci de me le dire ici\u{a0}:",
        subject: "{host} vous attend\u{a0}: {title}",
        lead: "{host} vous attend\u{a0}:",
        request: "Vous avez dit que vous viendriez probablement. Venez-vous toujours\u{a0}? \
                  Sinon, merci de le dire, pour que votre chaise ne reste pas vide.",
        button: "Dire si vous venez",
    },
    changed: Message {
        text: "{host} a changé le programme : {occasion}[ Lieu : {place}.] Toujours d'accord ?",
        by_hand: "le programme a changé\u{a0}: {occasion}[ Lieu\u{a0}: {place}.] \
                  Cela vous convient-il toujours\u{a0}?",
        subject: "Changement\u{a0}: {title}",
        lead: "{host} a changé la date ou le lieu. C’est maintenant\u{a0}:",
        request: "Merci de voir si cela vous convient toujours. Votre réponse reste la même \
                  si vous ne la changez pas.",
        button: "Voir ou changer votre réponse",
    },
    cancelled: Message {
        text: "{host} doit malheureusement annuler : {occasion}\
               [{courtesy} Vous n'avez rien à faire.] Détails :",
        by_hand: "je dois malheureusement annuler\u{a0}: {occasion} Détails\u{a0}:",
        subject: "Annulé\u{a0}: {title}",
        lead: "{host} doit malheureusement annuler\u{a0}:",
        request: "Vous n’avez rien à faire.",
        button: "Voir les détails",
    },
    withdrawn: Message {
        text: "{host} n'a plus de place pour vous : {occasion}[ {sentence}] Détails :",
        by_hand: "je n’ai malheureusement plus de place pour vous\u{a0}: {occasion}[ {sentence}] \
                  Détails\u{a0}:",
        subject: "Plus d’actualité\u{a0}: {title}",
        lead: "Cette invitation n’est plus ouverte\u{a0}:",
        request: "Si cela vous surprend, merci de demander à {host}.",
        button: "Voir ou changer votre réponse",
    },
    declined: Message {
        text: "{host} sait que vous ne pouvez pas venir : {occasion}[{courtesy} Dommage !] \
               Si vos projets changent :",
        by_hand: "merci de m’avoir dit que vous ne pouvez pas venir\u{a0}: {occasion} \
                  Si vos projets changent, merci de me le dire ici\u{a0}:",
        subject: "Vous ne pouvez pas venir\u{a0}: {title}",
        lead: "Merci de votre réponse. {host} sait que vous ne pouvez pas venir\u{a0}:",
        request: "Si vos projets changent, vous pouvez répondre à nouveau.",
        button: "Voir ou changer votre réponse",
    },
    off_calendar: Message {
        text: "{host} a toujours {seats} pour vous : {occasion}[{courtesy} En cas d'imprévu :]",
        by_hand: "j’ai toujours {seats} pour vous\u{a0}: {occasion} Si vos projets changent, \
                  merci de me le dire ici\u{a0}:",
        subject: "Retiré de votre agenda\u{a0}: {title}",
        lead: "{host} a toujours {seats} pour vous, mais ce que montre votre agenda \
               n’est plus juste\u{a0}:",
        request: "Si vos projets changent, merci de le dire, \
                  pour que votre chaise ne reste pas vide.",
        button: "Voir ou changer votre réponse",
    },
    host_message: Message {
        text: "{host} vous écrit concernant {title}[ : {words}]",
        by_hand: "concernant {title}[\u{a0}: {words}]",
        subject: "{host} vous écrit\u{a0}: {title}",
        lead: "{host} vous écrit concernant\u{a0}:",
        request: "Pour toute question, merci de demander à {host}.",
        button: "Voir votre invitation",
    },

    on_standby: "[{courtesy}Merci ! ]Aucune place n'est libre pour le moment. {host} vous écrira \
                 dès qu'il y en aura une : {occasion}[{courtesy} En cas d'imprévu :]",
    no_longer_open: "Cette invitation n'est plus ouverte : {occasion}\
                     [{courtesy} Vous n'avez rien à faire.] \
                     Si cela vous surprend, merci de demander à {host}.",
    begun: "C'est commencé, on ne peut plus répondre : {occasion} Détails :",
    not_noted: "Votre réponse n'a pas été notée : {occasion} Merci de répondre ici :",
    not_understood: "Pardon, ce n'était pas clair. Merci de répondre OUI, PROBABLEMENT, PEUT-ETRE \
                     ou NON, ou bien ici :",
    help: "{host} vous invite : {occasion} Répondez OUI, PROBABLEMENT, PEUT-ETRE, NON \
           ou STOP (plus de SMS)[{courtesy}, ou ici] :",
    which_one: "Quelle invitation ? Merci de répondre par son lien :",
    more_links: "La suite est dans vos SMS précédents.",

    greeting_by_hand: "Bonjour {guest},",
    greeting: "Bonjour {guest},",
    added_to_calendar: "Le fichier joint l’ajoute à votre agenda.",
    out_of_calendar: "Le fichier joint le retire de votre agenda.",
    closing: "Ce lien est personnel, merci de ne pas le partager. \
              Envoyé par seat-dealer pour {host}.",
    no_more_email: "Plus d’e-mails",
    colon: "\u{a0}:",

    seats: Counted {
        forms: &[(One, "une place")],
        other: "{number} places",
    },
    people: Counted {
        forms: &[],
        other: " ({number} pers.)",
    },
    both: " (2 pers.)",
    and_guests: Counted {
        forms: &[(One, " avec une personne de votre choix")],
        other: " avec des personnes de votre choix",
    },
    is_for: Counted {
        forms: &[(One, "L’invitation est pour 1 personne.")],
        other: "L’invitation est pour {number} personnes.",
    },
    may_bring: Counted {
        forms: &[(One, "Vous pouvez venir avec une personne de votre choix.")],
        other: "Vous pouvez venir avec {number} personnes de votre choix au plus.",
    },

    calendar_link: "Votre réponse\u{a0}: {link}",
    dates: Dates {
        names: DateNames {
            first_day: "1er",
            weekdays: [
                "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
            ],
            months: [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
        },
        short_weekdays: ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"],
        // *Aout* is correct since the reform of 1990; *û* is not in GSM-7.
        short_months: [
            "jan", "fév", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "déc",
        ],
        short: "{weekday} {day} {month} {time}",
        long: "{weekday} {day} {month} {year} à {time} ({zone})",
        zone: "{zone}",
    },
};
