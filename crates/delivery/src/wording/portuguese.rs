use super::{Counted, DateNames, Dates, Message, Wording};
use crate::plural::PluralCategory::One;

/// Portuguese that is natural on both sides of the Atlantic: the third person without *você* and without a pronoun as
/// an object, and no word that only one side knows. Texts do without *não*, *só* and *já*, because *ã*, *ó* and *á* are
/// not in GSM-7, and ask for *NAO*, in capitals without a tilde.
pub(super) static PORTUGUESE: Wording = Wording {
    invitation: Message {
        text: "Convite de {host}{party}: {occasion}[{courtesy} Pode vir?] \
               Responda[ até {deadline}][{courtesy}, por favor]:",
        by_hand: "gostaria muito que viesse{party}: {occasion}[ Onde: {place}.] Pode vir? \
                  Responda aqui, por favor[, até {deadline}]:",
        subject: "Convite de {host}: {title}",
        lead: "{host} gostaria muito que viesse:",
        request: "[{host} guarda {seats} até {deadline}. Responda até lá, por favor.\
                  |Diga, por favor, se pode vir.]",
        button: "Responder ao convite",
    },
    reminder: Message {
        text: "{host} espera que venha: {occasion}[{courtesy} Pode vir?] \
               Responda[ até {deadline}][{courtesy}, por favor]:",
        by_hand: "ainda espero que venha{party}: {occasion}[ Onde: {place}.] Pode vir? \
                  Responda aqui, por favor[, até {deadline}]:",
        subject: "Pode vir? {title}",
        lead: "{host} espera que venha e ficaria feliz com uma resposta:",
        request: "[{host} guarda {seats} até {deadline}. Responda até lá, por favor.\
                  |Diga, por favor, se pode vir.]",
        button: "Responder ao convite",
    },
    maybe: Message {
        text: "{host} sabe que talvez venha: {occasion} [Guarda {seats} apenas até {deadline}\
               |Nenhum lugar fica garantido][{courtesy}. Quando souber]:",
        by_hand: "agradeço o aviso: {occasion} Com um talvez não posso guardar lugar, \
                  por isso diga aqui, por favor, assim que souber:",
        subject: "O seu talvez: {title}",
        lead: "{host} agradece a resposta e sabe que talvez venha:",
        request: "Um talvez não guarda lugar, por isso nenhum fica garantido.\
                  [ Mesmo assim, {host} guarda {seats} até {deadline}.] \
                  Assim que souber, diga, por favor, e verá logo se tem lugar.",
        button: "Ver ou mudar a resposta",
    },
    seated: Message {
        text: "Boa nova de {host}: tem {seats}. {occasion}\
               [{courtesy} Até breve! Se os planos mudarem:]",
        by_hand: "boas notícias, guardei {seats}: {occasion} Se os planos mudaram, \
                  diga aqui, por favor:",
        subject: "Tem {seats}: {title}",
        lead: "Boas notícias de {host}: tem {seats}.",
        request: "Não é preciso fazer nada. Se os planos mudaram, diga, por favor, \
                  para que a sua cadeira não fique vazia.",
        button: "Ver ou mudar a resposta",
    },
    offer: Message {
        text: "{host} oferece {seats}[ até {deadline}]: {occasion}[{courtesy} Pode vir?]",
        by_hand: "posso oferecer {seats}: {occasion} Quer vir? \
                  Responda aqui, por favor[, até {deadline}]:",
        subject: "{host} já pode oferecer {seats}: {title}",
        lead: "{host} já pode oferecer {seats}:",
        request: "[{host} guarda {seats} até {deadline}. ]Quer vir?",
        button: "Responder à oferta",
    },
    confirmed: Message {
        text: "[{courtesy}Que bom! ]{host} guardou {seats}: {occasion}\
               [{courtesy} Até breve! Se os planos mudarem:]",
        by_hand: "guardei {seats}: {occasion} Se os planos mudarem, diga aqui, por favor:",
        subject: "Tem {seats}: {title}",
        lead: "{host} guardou {seats}:",
        request: "Se os planos mudarem, diga, por favor, para que a sua cadeira não fique vazia.",
        button: "Ver ou mudar a resposta",
    },
    confirmed_probably: Message {
        text: "[{courtesy}Que bom! ]{host} guardou {seats}: {occasion} \
               Em caso de imprevisto, avise, por favor:",
        by_hand: "guardei {seats}: {occasion} Se no fim não puder vir, diga aqui, por favor:",
        subject: "Tem {seats}: {title}",
        lead: "{host} guardou {seats}:",
        request: "{host} conta com a sua presença. Se no fim não puder vir, diga, por favor, \
                  para que a sua cadeira não fique vazia.",
        button: "Ver ou mudar a resposta",
    },
    day_before: Message {
        text: "{host} conta com a sua vinda: {occasion}[ Onde: {place}.][{courtesy} Até breve!] \
               Em caso de imprevisto:",
        by_hand: "conto com a sua vinda: {occasion}[ Onde: {place}.] Se não puder vir, \
                  diga aqui, por favor:",
        subject: "{host} conta com a sua presença: {title}",
        lead: "{host} conta com a sua presença:",
        request: "Não é preciso fazer nada. Se não puder vir, diga, por favor, \
                  para que a sua cadeira não fique vazia.",
        button: "Dizer se vem",
    },
    day_before_probably: Message {
        text: "{host} conta com a sua vinda: {occasion}[ Onde: {place}.] Confirma?",
        by_hand: "conto com a sua vinda: {occasion}[ Onde: {place}.] Confirma? \
                  Diga aqui, por favor:",
        subject: "{host} conta com a sua presença: {title}",
        lead: "{host} conta com a sua presença:",
        request: "A sua resposta foi Provavelmente. Confirma? Se não puder vir, diga, por favor, \
                  para que a sua cadeira não fique vazia.",
        button: "Dizer se vem",
    },
    changed: Message {
        text: "{host} mudou os planos: {occasion}[ Onde: {place}.] Ainda pode vir?",
        by_hand: "os planos mudaram: {occasion}[ Onde: {place}.] Ainda pode vir?",
        subject: "Mudança de planos: {title}",
        lead: "{host} mudou a hora ou o local. Agora é:",
        request: "Veja, por favor, se ainda pode vir. A sua resposta fica como está, \
                  se não a mudar.",
        button: "Ver ou mudar a resposta",
    },
    cancelled: Message {
        text: "{host} tem de cancelar, infelizmente: {occasion}\
               [{courtesy} Nada mais é preciso.] Detalhes:",
        by_hand: "lamento, tenho de cancelar: {occasion} Detalhes:",
        subject: "Cancelado: {title}",
        lead: "{host} tem de cancelar, infelizmente:",
        request: "Não é preciso fazer nada.",
        button: "Ver os detalhes",
    },
    withdrawn: Message {
        text: "O convite de {host} ficou sem efeito: {occasion}[ {sentence}] Detalhes:",
        by_hand: "infelizmente o convite ficou sem efeito: {occasion}[ {sentence}] Detalhes:",
        subject: "Sem efeito: {title}",
        lead: "Este convite ficou sem efeito:",
        request: "Se isto surpreende, pergunte a {host}, por favor.",
        button: "Ver ou mudar a resposta",
    },
    host_message: Message {
        text: "{host} escreve sobre {title}[: {words}]",
        by_hand: "sobre {title}[: {words}]",
        subject: "{host} escreve sobre {title}",
        lead: "{host} escreve sobre:",
        request: "Se houver alguma pergunta, fale com {host}, por favor.",
        button: "Ver o convite",
    },
    declined: Message {
        text: "{host} recebeu o seu NAO: {occasion}[{courtesy} Que pena!] \
               Se os planos mudarem:",
        by_hand: "agradeço o aviso, é pena que não possa vir: {occasion} \
                  Se os planos mudarem, diga aqui, por favor:",
        subject: "Não pode vir: {title}",
        lead: "{host} sabe que não pode vir e agradece a resposta:",
        request: "Se os planos mudarem, pode responder de novo.",
        button: "Ver ou mudar a resposta",
    },
    off_calendar: Message {
        text: "{host} ainda guarda {seats}: {occasion}[{courtesy} Se os planos mudarem:]",
        by_hand: "ainda guardo {seats}: {occasion} Se os planos mudarem, \
                  diga aqui, por favor:",
        subject: "Fora do calendário: {title}",
        lead: "{host} ainda guarda {seats}, mas o que o calendário mostra \
               já não está certo:",
        request: "Se os planos mudarem, diga, por favor, para que a sua cadeira não fique vazia.",
        button: "Ver ou mudar a resposta",
    },

    on_standby: "[{courtesy}Agradecemos! ]Por agora, os lugares foram todos ocupados. {host} avisa \
                 assim que houver um: {occasion}[{courtesy} Se os planos mudarem:]",
    no_longer_open: "Este convite ficou sem efeito: {occasion}\
                     [{courtesy} Nada mais é preciso.] \
                     Se isto surpreende, pergunte a {host}, por favor.",
    begun: "Chegou a hora, e as respostas terminaram: {occasion} Detalhes:",
    not_noted: "Houve um erro e a sua resposta perdeu-se: {occasion} Responda aqui, por favor:",
    not_understood: "Desculpe, ficou pouco claro. Responda apenas SIM, PROVAVELMENTE, TALVEZ \
                     ou NAO, ou aqui:",
    help: "Convite de {host}: {occasion} Responda SIM, PROVAVELMENTE, TALVEZ ou NAO, \
           ou STOP (sem mais SMS)[{courtesy}, ou aqui]:",
    which_one: "Qual dos convites? Responda pelo link dele, por favor:",
    more_links: "Veja mais links nos SMS anteriores.",

    greeting_by_hand: "Olá {guest},",
    greeting: "Olá {guest},",
    added_to_calendar: "O anexo coloca o evento no calendário.",
    out_of_calendar: "O anexo tira o evento do calendário.",
    closing: "Este link é pessoal: não o envie a mais ninguém, por favor. \
              Enviado por seat-dealer em nome de {host}.",
    no_more_email: "Não quero mais e-mails",
    colon: ":",

    seats: Counted {
        forms: &[(One, "um lugar")],
        other: "{number} lugares",
    },
    people: Counted {
        forms: &[(One, " (1 pessoa)")],
        other: " ({number} pessoas)",
    },
    both: " (2 pessoas)",
    and_guests: Counted {
        forms: &[(One, " com acompanhante")],
        other: " com acompanhantes",
    },
    is_for: Counted {
        forms: &[(One, "O convite é para 1 pessoa.")],
        other: "O convite é para {number} pessoas.",
    },
    may_bring: Counted {
        forms: &[(One, "Pode trazer um acompanhante.")],
        other: "Pode trazer até {number} acompanhantes.",
    },

    calendar_link: "A sua resposta: {link}",
    dates: Dates {
        names: DateNames {
            first_day: "1",
            weekdays: [
                "segunda-feira",
                "terça-feira",
                "quarta-feira",
                "quinta-feira",
                "sexta-feira",
                "sábado",
                "domingo",
            ],
            months: [
                "janeiro",
                "fevereiro",
                "março",
                "abril",
                "maio",
                "junho",
                "julho",
                "agosto",
                "setembro",
                "outubro",
                "novembro",
                "dezembro",
            ],
        },
        // The usual *sáb* is not in GSM-7.
        short_weekdays: ["seg", "ter", "qua", "qui", "sex", "sab", "dom"],
        short_months: [
            "jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez",
        ],
        short: "{weekday} {day} {month} {time}",
        long: "{weekday}, {day} de {month} de {year}, às {time} ({zone})",
        zone: "{zone}",
    },
};
