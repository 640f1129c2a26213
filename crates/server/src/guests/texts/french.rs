use seat_dealer_core::Language;
use seat_dealer_delivery::PluralCategory::One;

use super::{AnswerTexts, Counted, Email, Plain, Texts};

/// French, which says *vous*. A space that must not break stands before double punctuation.
pub(super) static FRENCH: Texts = Texts {
    language: Language::French,
    dates: "fr-FR",

    page_title: "Votre invitation",
    preview_title: "Une invitation",
    preview_description: "Ouvrez-la pour voir de quoi il s’agit, et pour répondre.",
    dear: "Bonjour {guest},",
    invites: "{host} vous invite",
    invitation_from: "Une invitation de {host}",
    when: "Quand",
    place: "Où",
    link: "Lien",
    own_time: "Dans votre fuseau horaire\u{a0}:",
    add_to_calendar: "Ajouter à votre agenda",
    add_to_google: "Ajouter à Google Agenda",
    read_all: "Tout lire",
    private_link: "Cette page est personnelle\u{a0}: toute personne qui a son lien peut répondre \
                   à votre place.",
    languages: "Langue",

    question: "Viendrez-vous\u{a0}?",
    question_again: "Vos projets ont-ils changé\u{a0}?",
    change_hint: "Vous pouvez changer votre réponse ici jusqu’au début.",
    party_question: "Pour combien de personnes\u{a0}?",
    alone: "Juste moi",
    with_others: Counted {
        forms: &[(One, "Moi et 1 autre personne")],
        other: "Moi et {others} autres personnes",
    },
    companions_label: "Les noms de ceux qui vous accompagnent, si vous voulez",
    answer_to_question_hint: "Écrivez d’abord, puis répondez plus haut. 500 caractères au plus.",
    diet_label: "Allergies, ou ce que vous ne mangez pas, si vous voulez",
    diet_hint: "Par exemple\u{a0}: sans noix. Écrivez d’abord, puis répondez plus haut. C’est gardé pour les prochaines invitations de {host}.",
    note_label: "Quelques mots pour {host}, si vous voulez",
    note_hint: "Ils partent avec votre réponse\u{a0}: écrivez d’abord, puis répondez plus haut. \
                500 caractères au plus.",
    yes: AnswerTexts {
        word: "Oui",
        hint: "Je serai là",
    },
    probably: AnswerTexts {
        word: "Probable\u{ad}ment",
        hint: "Comptez sur moi, sauf imprévu",
    },
    maybe: AnswerTexts {
        word: "Peut-être",
        hint: "À voir – aucune place n’est gardée",
    },
    no: AnswerTexts {
        word: "Non",
        hint: "Je ne peux pas venir",
    },
    your_answer: "Votre réponse",
    your_answer_is: "Votre réponse\u{a0}: {answer}",
    your_answer_is_for_party: "Votre réponse\u{a0}: {answer}, pour {party}",

    kept: Counted {
        forms: &[(
            One,
            "Merci de répondre avant le {deadline}. D’ici là, une place vous est gardée.",
        )],
        other: "Merci de répondre avant le {deadline}. D’ici là, {party} places vous sont gardées.",
    },
    not_kept: "Votre réponse est la bienvenue. Si une place est libre, elle est à vous\u{a0}; \
               sinon, vous recevrez un message dès qu’il y en aura une pour vous.",
    seated_yes: Counted {
        forms: &[(One, "Vous avez une place. À bientôt\u{a0}!")],
        other: "Vous avez {party} places. À bientôt\u{a0}!",
    },
    seated_probably: Counted {
        forms: &[(
            One,
            "Vous avez une place et l’on compte sur vous. Si finalement vous ne pouvez pas venir, \
              merci de le dire ici.",
        )],
        other: "Vous avez {party} places et l’on compte sur vous. Si finalement vous ne pouvez pas \
               venir, merci de le dire ici.",
    },
    standby: Counted {
        forms: &[(
            One,
            "Toutes les places sont prises pour le moment. Votre réponse est mise en attente, \
              et vous recevrez un message dès qu’une place sera à vous.",
        )],
        other: "Il n’y a pas de place pour {party} pour le moment. Votre réponse est mise en \
               attente, et vous recevrez un message dès qu’il y en aura.",
    },
    offered: Counted {
        forms: &[(
            One,
            "Bonne nouvelle\u{a0}: une place est libre, et elle vous est gardée jusqu’au \
              {deadline}. Avec un peut-être, aucune place n’est garantie ensuite\u{a0}: si vous la \
              souhaitez, merci de répondre Oui ou Probablement d’ici là.",
        )],
        other: "Bonne nouvelle\u{a0}: {party} places sont libres, et elles vous sont gardées \
               jusqu’au {deadline}. Avec un peut-être, aucune place n’est garantie \
               ensuite\u{a0}: si vous les souhaitez, merci de répondre Oui ou Probablement \
               d’ici là.",
    },
    not_guaranteed: "Merci d’avoir prévenu {host}. Avec un peut-être, aucune place n’est garantie. \
                     Dès que vous saurez, répondez ici à nouveau\u{a0}: si une place est libre à \
                     ce moment-là, elle est à vous.",
    not_coming: "Merci d’avoir prévenu {host} – vous nous manquerez. Si vos projets changent, \
                 vous pouvez répondre à nouveau.",
    noted: "Merci. Votre réponse est bien arrivée.",
    withdrawn: "Vous n’avez rien à faire. Si cela vous surprend, merci de demander à {host}.",
    cancelled: "Malheureusement, {host} a dû annuler. Vous n’avez rien à faire.",
    past_seated: Counted {
        forms: &[(
            One,
            "C’est commencé, et les réponses ne peuvent plus être changées. Vous avez une place.",
        )],
        other: "C’est commencé, et les réponses ne peuvent plus être changées. \
               Vous avez {party} places.",
    },
    past_standby: "C’est commencé, et malheureusement aucune place ne s’est libérée. \
                   Merci d’avoir voulu venir.",
    past: "C’est commencé, et il n’est plus possible de répondre.",

    withdrawn_label: "Cette invitation n’est plus ouverte",
    cancelled_label: "Annulé",
    past_label: "Il n’est plus possible de répondre",

    choose_answer: "Merci de choisir l’une des quatre réponses.",
    choose_party: "Merci de choisir pour combien de personnes, et de répondre à nouveau.",
    note_wrong: "Merci d’écrire au plus 500 caractères, du texte seulement, et de répondre à nouveau.",
    companions_wrong: "Merci d’indiquer au plus 19 noms de 120 lettres au plus, séparés par des virgules, et de répondre à nouveau.",
    diet_wrong: "Merci de dire ce que vous ne mangez pas en 200 caractères au plus, du texte seulement, et de répondre à nouveau.",
    answer_to_question_wrong: "Merci de répondre à la question en 500 caractères au plus, du texte seulement, et de répondre à nouveau.",
    no_room: "Il n’y a pas de place pour autant de personnes pour le moment. Rien n’a \
              changé\u{a0}: ce qui vous est gardé reste à vous. Vous pouvez répondre pour moins \
              de personnes.",
    asked_too_often: "Vous avez déjà demandé plus de places plusieurs fois. Rien n’a changé\u{a0}: ce \
                      qui vous est gardé reste à vous. Merci de demander à la personne qui vous \
                      invite, ou de réessayer demain.",
    changed_meanwhile: "Quelque chose a changé pendant que vous répondiez. \
                        Merci de regarder à nouveau, et de répondre encore une fois.",
    too_late: "Votre réponse est arrivée trop tard.",

    unknown: Plain {
        heading: "Il n’y a pas d’invitation ici",
        text: "Le lien a peut-être perdu un morceau en route. Merci de l’ouvrir à nouveau depuis \
               votre message, ou de demander à la personne qui l’a envoyé.",
    },
    bad_form: Plain {
        heading: "Cette réponse n’a pas pu être lue",
        text: "Rien n’a changé. Merci de revenir à votre invitation et de choisir l’une des \
               quatre réponses.",
    },
    busy: Plain {
        heading: "Un instant, s’il vous plaît",
        text: "Il y a trop de demandes à la fois. Rien n’a changé\u{a0}; \
               merci de réessayer dans une minute.",
    },
    unavailable: Plain {
        heading: "Ce n’est pas possible pour l’instant",
        text: "Rien ne peut être enregistré ici en ce moment. Merci de réessayer dans un \
               instant\u{a0}; ce que vous verrez alors fera foi.",
    },
    broken: Plain {
        heading: "Quelque chose n’a pas marché ici",
        text: "Ce n’est pas votre faute. Merci de revenir à votre invitation pour voir quelle \
               réponse elle montre, et de réessayer dans une minute.",
    },
    back: "Revenir à l’invitation",

    email_welcome: Email {
        heading: "Plus d’e-mails\u{a0}?",
        text: "Les invitations et leurs nouvelles sont envoyées à {address}. Vous pouvez arrêter \
               cela ici, quelle que soit la personne qui invite.",
        button: "Plus d’e-mails",
        hint: "Les réponses que vous avez données restent comme elles sont",
    },
    email_stopped: Email {
        heading: "Plus d’e-mails",
        text: "Plus rien n’est envoyé à {address}. Les liens que vous avez déjà marchent toujours.",
        button: "Recevoir à nouveau des e-mails",
        hint: "Si c’était une erreur, ou si vous avez changé d’avis",
    },
    host_news_welcome: Email {
        heading: "E-mails sur vos événements",
        text: "Vous recevez des e-mails sur les événements où vous invitez : ce qui vous attend et ce que répondent vos invités.",
        button: "Plus d’e-mails de ce genre",
        hint: "Vos invités reçoivent toujours leurs messages",
    },
    host_news_stopped: Email {
        heading: "Plus d’e-mails sur vos événements",
        text: "Plus rien ne vous est envoyé quand quelque chose vous attend ou quand on vous répond. Vos événements le montrent.",
        button: "Recevoir à nouveau ces e-mails",
        hint: "Si c’était une erreur, ou si vous avez changé d’avis",
    },
    unknown_email: Plain {
        heading: "Il n’y a rien à arrêter ici",
        text: "Le lien a peut-être perdu un morceau en route. Merci de l’ouvrir à nouveau depuis \
               l’e-mail avec lequel il est venu.",
    },

    date_time: "{weekday} {day} {month} {year} à {time} ({zone})",
    deadline: "{weekday} {day} {month} à {time} ({zone})",
};
