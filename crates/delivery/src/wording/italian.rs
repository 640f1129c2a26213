use super::{Counted, DateNames, Dates, Message, Wording};
use crate::plural::PluralCategory::One;

/// Italian, which says *tu*. Texts have the apostrophe of a typewriter, and no *È*, which is not in GSM-7.
pub(super) static ITALIAN: Wording = Wording {
    invitation: Message {
        text: "{host} ti invita{party}: {occasion}[{courtesy} Ci sarai?] \
               Rispondi[ entro {deadline}][{courtesy}, per favore]:",
        by_hand: "mi farebbe tanto piacere se venissi{party}: {occasion}[ Dove: {place}.] \
                  Puoi venire? Rispondi qui, per favore[, entro {deadline}]:",
        subject: "{host} ti invita: {title}",
        lead: "{host} sarebbe felice se venissi:",
        request: "[{host} ti tiene {seats} fino a {deadline}. Rispondi entro allora, per favore.\
                  |Di’ per favore se puoi venire.]",
        button: "Rispondi all’invito",
    },
    reminder: Message {
        text: "{host} spera di vederti: {occasion}[{courtesy} Ci sarai?] \
               Rispondi[ entro {deadline}][{courtesy}, per favore]:",
        by_hand: "spero ancora che tu venga{party}: {occasion}[ Dove: {place}.] \
                  Puoi venire? Rispondi qui, per favore[, entro {deadline}]:",
        subject: "Puoi venire? {title}",
        lead: "{host} spera di vederti e sarebbe felice di avere una tua risposta:",
        request: "[{host} ti tiene {seats} fino a {deadline}. Rispondi entro allora, per favore.\
                  |Di’ per favore se puoi venire.]",
        button: "Rispondi all’invito",
    },
    maybe: Message {
        text: "{host} sa che forse vieni: {occasion} [Ti tiene {seats} solo fino a {deadline}\
               |Nessun posto è garantito][{courtesy}. Quando lo saprai]:",
        by_hand: "grazie di avermelo detto: {occasion} Con un forse non posso tenere un posto, \
                  quindi dimmi qui, per favore, appena lo sai:",
        subject: "Il tuo forse: {title}",
        lead: "Grazie della risposta. {host} sa che forse vieni:",
        request: "Un forse non tiene il posto, quindi nessun posto è garantito.\
                  [ {host} ti tiene comunque {seats} fino a {deadline}.] \
                  Appena lo sai, dillo per favore: vedrai subito se hai un posto.",
        button: "Vedi o cambia la risposta",
    },
    seated: Message {
        text: "Buone notizie da {host}: hai {seats}. {occasion}\
               [{courtesy} A presto! Se cambia qualcosa:]",
        by_hand: "buone notizie, ho {seats} per te: {occasion} Se i tuoi programmi sono cambiati, \
                  dillo qui, per favore:",
        subject: "Hai {seats}: {title}",
        lead: "Buone notizie da {host}: hai {seats}.",
        request: "Non devi fare nulla. Se i tuoi programmi sono cambiati, dillo per favore, \
                  così la tua sedia non resta vuota.",
        button: "Vedi o cambia la risposta",
    },
    offer: Message {
        text: "{host} ti offre {seats}[ fino a {deadline}]: {occasion}[{courtesy} Ci sarai?]",
        by_hand: "posso offrirti {seats}: {occasion} Ti va di venire? \
                  Rispondi qui, per favore[, entro {deadline}]:",
        subject: "{host} ora può offrirti {seats}: {title}",
        lead: "{host} ora può offrirti {seats}:",
        request: "[{host} ti tiene {seats} fino a {deadline}. ]Ti va di venire?",
        button: "Rispondi all’offerta",
    },
    confirmed: Message {
        text: "[{courtesy}Grazie! ]{host} ha {seats} per te: {occasion}\
               [{courtesy} A presto! Se cambia qualcosa:]",
        by_hand: "ho {seats} per te: {occasion} Se i tuoi programmi cambiano, \
                  dillo qui, per favore:",
        subject: "Hai {seats}: {title}",
        lead: "{host} ha {seats} per te:",
        request: "Se i tuoi programmi cambiano, dillo per favore, \
                  così la tua sedia non resta vuota.",
        button: "Vedi o cambia la risposta",
    },
    confirmed_probably: Message {
        text: "[{courtesy}Grazie! ]{host} ha {seats} per te: {occasion} \
               Se non puoi venire, dillo per favore:",
        by_hand: "ho {seats} per te: {occasion} Se poi non puoi venire, dillo qui, per favore:",
        subject: "Hai {seats}: {title}",
        lead: "{host} ha {seats} per te:",
        request: "{host} conta su di te. Se poi non puoi venire, dillo per favore, \
                  così la tua sedia non resta vuota.",
        button: "Vedi o cambia la risposta",
    },
    day_before: Message {
        text: "{host} ti aspetta: {occasion}[ Dove: {place}.][{courtesy} A presto!] \
               Se non puoi venire:",
        by_hand: "ti aspetto: {occasion}[ Dove: {place}.] Se non puoi venire, \
                  dillo qui, per favore:",
        subject: "{host} ti aspetta: {title}",
        lead: "{host} ti aspetta:",
        request: "Non devi fare nulla. Se non puoi venire, dillo per favore, \
                  così la tua sedia non resta vuota.",
        button: "Di’ se vieni",
    },
    day_before_probably: Message {
        text: "{host} ti aspetta: {occasion}[ Dove: {place}.] Confermi?",
        by_hand: "ti aspetto: {occasion}[ Dove: {place}.] Confermi? \
                  Dimmelo qui, per favore:",
        subject: "{host} ti aspetta: {title}",
        lead: "{host} ti aspetta:",
        request: "La tua risposta era Probabilmente. Confermi? Se non puoi venire, dillo per favore, \
                  così la tua sedia non resta vuota.",
        button: "Di’ se vieni",
    },
    changed: Message {
        text: "{host} ha cambiato programma: {occasion}[ Dove: {place}.] Ti va ancora bene?",
        by_hand: "il programma è cambiato: {occasion}[ Dove: {place}.] Ti va ancora bene?",
        subject: "Cambio di programma: {title}",
        lead: "{host} ha cambiato l’ora o il luogo. Adesso è:",
        request: "Guarda per favore se ti va ancora bene. La tua risposta resta com’è, \
                  se non la cambi.",
        button: "Vedi o cambia la risposta",
    },
    cancelled: Message {
        text: "{host} purtroppo deve annullare: {occasion}[{courtesy} Non devi fare nulla.] \
               Dettagli:",
        by_hand: "mi dispiace, devo annullare: {occasion} Dettagli:",
        subject: "Annullato: {title}",
        lead: "{host} purtroppo deve annullare:",
        request: "Non devi fare nulla.",
        button: "Vedi i dettagli",
    },
    withdrawn: Message {
        text: "{host} non ha più un posto per te: {occasion}[ {sentence}] Dettagli:",
        by_hand: "purtroppo non ho più un posto per te: {occasion}[ {sentence}] Dettagli:",
        subject: "Non più valido: {title}",
        lead: "Questo invito non è più valido:",
        request: "Se ti sorprende, chiedi a {host}, per favore.",
        button: "Vedi o cambia la risposta",
    },
    host_message: Message {
        text: "{host} scrive su {title}[: {words}]",
        by_hand: "su {title}[: {words}]",
        subject: "{host} scrive su {title}",
        lead: "{host} ti scrive su:",
        request: "Se hai una domanda, chiedi a {host}, per favore.",
        button: "Vedi l’invito",
    },
    declined: Message {
        text: "{host} sa che non puoi venire: {occasion}[{courtesy} Peccato!] \
               Se cambia qualcosa:",
        by_hand: "grazie di avermi detto che non puoi venire: {occasion} \
                  Se i tuoi programmi cambiano, dillo qui, per favore:",
        subject: "Non puoi venire: {title}",
        lead: "Grazie della risposta. {host} sa che non puoi venire:",
        request: "Se i tuoi programmi cambiano, puoi rispondere di nuovo.",
        button: "Vedi o cambia la risposta",
    },
    off_calendar: Message {
        text: "{host} ha ancora {seats} per te: {occasion}[{courtesy} Se cambia qualcosa:]",
        by_hand: "ho ancora {seats} per te: {occasion} Se i tuoi programmi cambiano, \
                  dillo qui, per favore:",
        subject: "Fuori dal tuo calendario: {title}",
        lead: "{host} ha ancora {seats} per te, ma quello che mostra il tuo calendario \
               non è più giusto:",
        request: "Se i tuoi programmi cambiano, dillo per favore, \
                  così la tua sedia non resta vuota.",
        button: "Vedi o cambia la risposta",
    },

    on_standby: "[{courtesy}Grazie! ]Per ora tutti i posti sono presi. {host} ti avvisa appena \
                 ce n'è uno per te: {occasion}[{courtesy} Se cambia qualcosa:]",
    no_longer_open: "Questo invito non è più valido: {occasion}\
                     [{courtesy} Non devi fare nulla.] \
                     Se ti sorprende, chiedi a {host}, per favore.",
    begun: "L'evento è già iniziato, non si può più rispondere: {occasion} Dettagli:",
    not_noted: "La tua risposta non è stata registrata: {occasion} Rispondi qui, per favore:",
    not_understood: "Scusa, non è chiaro. Rispondi solo SI, PROBABILMENTE, FORSE o NO, \
                     oppure qui:",
    help: "{host} ti invita: {occasion} Rispondi SI, PROBABILMENTE, FORSE o NO, \
           o STOP (niente più SMS)[{courtesy}, oppure qui]:",
    which_one: "Quale invito? Rispondi dal suo link, per favore:",
    more_links: "Trovi il resto negli SMS precedenti.",

    greeting_by_hand: "Ciao {guest},",
    greeting: "Ciao {guest},",
    added_to_calendar: "Il file allegato lo aggiunge al tuo calendario.",
    out_of_calendar: "Il file allegato lo toglie dal tuo calendario.",
    closing: "Questo link è solo tuo: non condividerlo, per favore. \
              Inviato da seat-dealer per {host}.",
    no_more_email: "Niente più email",
    colon: ":",

    seats: Counted {
        forms: &[(One, "un posto")],
        other: "{number} posti",
    },
    people: Counted {
        forms: &[(One, " (1 persona)")],
        other: " ({number} persone)",
    },
    both: " (2 persone)",
    and_guests: Counted {
        forms: &[(One, " con un ospite")],
        other: " con ospiti",
    },
    is_for: Counted {
        forms: &[(One, "L’invito è per 1 persona.")],
        other: "L’invito è per {number} persone.",
    },
    may_bring: Counted {
        forms: &[(One, "Puoi portare una persona.")],
        other: "Puoi portare fino a {number} persone.",
    },

    calendar_link: "La tua risposta: {link}",
    dates: Dates {
        names: DateNames {
            first_day: "1",
            weekdays: [
                "lunedì",
                "martedì",
                "mercoledì",
                "giovedì",
                "venerdì",
                "sabato",
                "domenica",
            ],
            months: [
                "gennaio",
                "febbraio",
                "marzo",
                "aprile",
                "maggio",
                "giugno",
                "luglio",
                "agosto",
                "settembre",
                "ottobre",
                "novembre",
                "dicembre",
            ],
        },
        short_weekdays: ["lun", "mar", "mer", "gio", "ven", "sab", "dom"],
        short_months: [
            "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic",
        ],
        short: "{weekday} {day} {month} {time}",
        long: "{weekday} {day} {month} {year}, ore {time} ({zone})",
        zone: "{zone}",
    },
};
