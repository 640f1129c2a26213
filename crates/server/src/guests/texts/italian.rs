use seat_dealer_core::Language;
use seat_dealer_delivery::PluralCategory::One;

use super::{AnswerTexts, Counted, Email, Plain, Texts};

/// Italian, which says *tu*.
pub(super) static ITALIAN: Texts = Texts {
    language: Language::Italian,
    dates: "it-IT",

    page_title: "Il tuo invito",
    preview_title: "Un invito",
    preview_description: "Aprilo per vedere di che si tratta e per rispondere.",
    dear: "Ciao {guest},",
    invites: "{host} ti invita",
    invitation_from: "Un invito di {host}",
    when: "Quando",
    place: "Dove",
    link: "Link",
    own_time: "Nel tuo fuso orario:",
    add_to_calendar: "Aggiungi al tuo calendario",
    add_to_google: "Aggiungi a Google Calendar",
    read_all: "Leggi tutto",
    private_link: "Questa pagina è solo tua: chi ha il suo link può rispondere al posto tuo.",
    languages: "Lingua",

    question: "Ci sarai?",
    question_again: "Sono cambiati i tuoi programmi?",
    change_hint: "Puoi cambiare la risposta qui fino all’inizio.",
    party_question: "In quanti siete?",
    alone: "Solo io",
    with_others: Counted {
        forms: &[(One, "Io e un’altra persona")],
        other: "Io e altre {others} persone",
    },
    companions_label: "I nomi di chi viene con te, se vuoi",
    answer_to_question_hint: "Prima scrivi, poi rispondi qui sopra. Al massimo 500 caratteri.",
    diet_label: "Allergie, o quello che non mangi, se vuoi",
    diet_hint: "Per esempio: niente noci. Prima scrivi, poi rispondi qui sopra. Resta per i prossimi inviti di {host}.",
    note_label: "Due righe per {host}, se vuoi",
    note_hint: "Partono con la risposta: prima scrivi, poi rispondi qui sopra. \
                Al massimo 500 caratteri.",
    yes: AnswerTexts {
        word: "Sì",
        hint: "Ci sarò",
    },
    probably: AnswerTexts {
        word: "Probabil\u{ad}mente",
        hint: "Quasi sicuro, conta su di me",
    },
    maybe: AnswerTexts {
        word: "Forse",
        hint: "Non lo so ancora – nessun posto tenuto",
    },
    no: AnswerTexts {
        word: "No",
        hint: "Non posso venire",
    },
    your_answer: "La tua risposta",
    your_answer_is: "La tua risposta: {answer}",
    your_answer_is_for_party: "La tua risposta: {answer}, per {party}",

    kept: Counted {
        forms: &[(
            One,
            "Rispondi per favore entro {deadline}. Fino ad allora un posto è tenuto per te.",
        )],
        other: "Rispondi per favore entro {deadline}. Fino ad allora {party} posti sono tenuti \
               per te.",
    },
    not_kept: "La tua risposta è la benvenuta. Se c’è un posto libero, è tuo; \
               se no, ricevi un messaggio appena ce n’è uno per te.",
    seated_yes: Counted {
        forms: &[(One, "Hai un posto. A presto!")],
        other: "Hai {party} posti. A presto!",
    },
    seated_probably: Counted {
        forms: &[(
            One,
            "Hai un posto e ti aspettiamo. Se poi non puoi venire, \
              dillo qui, per favore.",
        )],
        other: "Hai {party} posti e vi aspettiamo. Se poi non puoi venire, \
               dillo qui, per favore.",
    },
    standby: Counted {
        forms: &[(
            One,
            "Per ora tutti i posti sono presi. La tua risposta è segnata, \
              e ricevi un messaggio appena un posto è tuo.",
        )],
        other: "Per ora non c’è posto per {party}. La tua risposta è segnata, \
               e ricevi un messaggio appena c’è.",
    },
    offered: Counted {
        forms: &[(
            One,
            "Buone notizie: un posto è libero ed è tenuto per te fino a {deadline}. \
              Con un forse, dopo nessun posto è garantito: se lo vuoi, rispondi entro allora \
              Sì o Probabilmente, per favore.",
        )],
        other: "Buone notizie: {party} posti sono liberi e sono tenuti per te fino a {deadline}. \
               Con un forse, dopo nessun posto è garantito: se li vuoi, rispondi entro allora \
               Sì o Probabilmente, per favore.",
    },
    not_guaranteed: "Grazie di averlo detto a {host}. Con un forse nessun posto è garantito. \
                     Appena lo sai, rispondi qui di nuovo: \
                     se allora c’è un posto libero, è tuo.",
    not_coming: "Grazie di averlo detto a {host}: sentiremo la tua mancanza. Se i tuoi programmi \
                 cambiano, puoi rispondere di nuovo.",
    noted: "Grazie. La tua risposta è arrivata.",
    withdrawn: "Non devi fare nulla. Se ti sorprende, chiedi a {host}, per favore.",
    cancelled: "Purtroppo {host} ha dovuto annullare. Non devi fare nulla.",
    past_seated: Counted {
        forms: &[(
            One,
            "È già iniziato e le risposte non si possono più cambiare. Hai un posto.",
        )],
        other: "È già iniziato e le risposte non si possono più cambiare. Hai {party} posti.",
    },
    past_standby: "È già iniziato e purtroppo non si è liberato nessun posto. \
                   Grazie di aver voluto venire.",
    past: "È già iniziato e non si può più rispondere.",

    withdrawn_label: "Questo invito non è più valido",
    cancelled_label: "Annullato",
    past_label: "Non si può più rispondere",

    choose_answer: "Scegli per favore una delle quattro risposte.",
    choose_party: "Scegli per favore in quanti siete e rispondi di nuovo.",
    note_wrong: "Scrivi per favore al massimo 500 caratteri, solo testo, e rispondi di nuovo.",
    companions_wrong: "Scrivi per favore al massimo 19 nomi di al massimo 120 lettere, separati da virgole, e rispondi di nuovo.",
    diet_wrong: "Scrivi per favore che cosa non mangi in al massimo 200 caratteri, solo testo, e rispondi di nuovo.",
    answer_to_question_wrong: "Rispondi per favore alla domanda in al massimo 500 caratteri, solo testo, e scegli di nuovo la risposta.",
    no_room: "Per ora non c’è posto per così tante persone. Non è cambiato nulla: quello che è \
              tenuto per te resta tuo. Puoi rispondere per meno persone.",
    asked_too_often: "Hai già chiesto più posti diverse volte. Non è cambiato nulla: quello che è \
                      tenuto per te resta tuo. Chiedi per favore a chi ti invita, oppure riprova \
                      domani.",
    changed_meanwhile: "È cambiato qualcosa mentre rispondevi. \
                        Guarda di nuovo, per favore, e rispondi un’altra volta.",
    too_late: "La tua risposta è arrivata troppo tardi.",

    unknown: Plain {
        heading: "Qui non c’è nessun invito",
        text: "Forse il link ha perso un pezzo per strada. Aprilo di nuovo dal messaggio, \
               oppure chiedi a chi te l’ha mandato.",
    },
    bad_form: Plain {
        heading: "Questa risposta non si è potuta leggere",
        text: "Non è cambiato nulla. Torna per favore all’invito e scegli una delle quattro \
               risposte.",
    },
    busy: Plain {
        heading: "Un momento, per favore",
        text: "Troppe richieste in una volta. Non è cambiato nulla; riprova tra un minuto.",
    },
    unavailable: Plain {
        heading: "In questo momento non è possibile",
        text: "Adesso qui non si può salvare nulla. Riprova tra un momento; \
               vale quello che vedi allora.",
    },
    broken: Plain {
        heading: "Qui qualcosa è andato storto",
        text: "Non è colpa tua. Torna per favore all’invito per vedere quale risposta mostra, \
               e riprova tra un minuto.",
    },
    back: "Torna all’invito",

    email_welcome: Email {
        heading: "Niente più email?",
        text: "Gli inviti e le loro novità arrivano a {address}. Qui puoi fermarli, \
               chiunque sia a invitarti.",
        button: "Niente più email",
        hint: "Le risposte che hai dato restano come sono",
    },
    email_stopped: Email {
        heading: "Niente più email",
        text: "A {address} non arriva più nulla. I link che hai già funzionano ancora.",
        button: "Ricevi di nuovo le email",
        hint: "Se è stato uno sbaglio, o se hai cambiato idea",
    },
    host_news_welcome: Email {
        heading: "Email sui tuoi eventi",
        text: "Ricevi email sugli eventi a cui inviti: quello che aspetta te e quello che rispondono gli ospiti.",
        button: "Niente più email di questo tipo",
        hint: "I tuoi ospiti ricevono ancora i loro messaggi",
    },
    host_news_stopped: Email {
        heading: "Niente più email sui tuoi eventi",
        text: "Non ricevi più nulla quando qualcosa aspetta te o quando qualcuno risponde. Lo vedi nei tuoi eventi.",
        button: "Ricevi di nuovo queste email",
        hint: "Se è stato uno sbaglio, o se hai cambiato idea",
    },
    unknown_email: Plain {
        heading: "Qui non c’è nulla da fermare",
        text: "Forse il link ha perso un pezzo per strada. Aprilo di nuovo dall’email con cui è \
               arrivato.",
    },

    date_time: "{weekday} {day} {month} {year}, ore {time} ({zone})",
    deadline: "{weekday} {day} {month}, ore {time} ({zone})",
};
