use seat_dealer_core::Language;
use seat_dealer_delivery::PluralCategory::One;

use super::{AnswerTexts, Counted, Email, Plain, Texts};

/// Portuguese that is natural on both sides of the Atlantic: the third person without *você* and without a pronoun as
/// an object, and no word that only one side knows.
pub(super) static PORTUGUESE: Texts = Texts {
    language: Language::Portuguese,
    dates: "pt-PT",

    page_title: "O seu convite",
    preview_title: "Um convite",
    preview_description: "Abra para ver de que se trata e para responder.",
    dear: "Olá {guest},",
    invites: "Convite de {host}",
    invitation_from: "Um convite de {host}",
    when: "Quando",
    place: "Onde",
    link: "Link",
    own_time: "No seu fuso horário:",
    add_to_calendar: "Adicionar ao calendário",
    add_to_google: "Adicionar ao Google Calendar",
    read_all: "Ler tudo",
    private_link: "Esta página é pessoal: quem tiver o link pode responder no seu lugar.",
    languages: "Idioma",

    question: "Pode vir?",
    question_again: "Os seus planos mudaram?",
    change_hint: "Pode mudar a resposta aqui até começar.",
    party_question: "Quantas pessoas vêm?",
    alone: "Só eu",
    with_others: Counted {
        forms: &[(One, "Eu e mais 1 pessoa")],
        other: "Eu e mais {others} pessoas",
    },
    companions_label: "Os nomes de quem vem junto, se quiser",
    answer_to_question_hint: "Primeiro escreva, depois responda acima. No máximo 500 caracteres.",
    diet_label: "Alergias, ou o que não come, se quiser",
    diet_hint: "Por exemplo: sem nozes. Primeiro escreva, depois responda acima. Fica para os próximos convites de {host}.",
    note_label: "Umas palavras para {host}, se quiser",
    note_hint: "Vão com a resposta: primeiro escreva, depois responda acima. \
                No máximo 500 caracteres.",
    yes: AnswerTexts {
        word: "Sim",
        hint: "Lá estarei",
    },
    probably: AnswerTexts {
        word: "Provavel\u{ad}mente",
        hint: "Quase certo, conte comigo",
    },
    maybe: AnswerTexts {
        word: "Talvez",
        hint: "Ainda não sei – sem lugar guardado",
    },
    no: AnswerTexts {
        word: "Não",
        hint: "Não posso ir",
    },
    your_answer: "A sua resposta",
    your_answer_is: "A sua resposta: {answer}",
    your_answer_is_for_party: "A sua resposta: {answer}, para {party}",

    kept: Counted {
        forms: &[(
            One,
            "Responda, por favor, até {deadline}. Até lá, um lugar fica guardado.",
        )],
        other: "Responda, por favor, até {deadline}. Até lá, {party} lugares ficam guardados.",
    },
    not_kept: "A sua resposta é bem-vinda. Se houver um lugar livre, é seu; \
               se não, vai receber uma mensagem assim que houver um.",
    seated_yes: Counted {
        forms: &[(One, "Tem um lugar. Até breve!")],
        other: "Tem {party} lugares. Até breve!",
    },
    seated_probably: Counted {
        forms: &[(
            One,
            "Tem um lugar, e contamos com a sua presença. Se no fim não puder vir, \
              diga aqui, por favor.",
        )],
        other: "Tem {party} lugares, e contamos com a sua presença. Se no fim não puder vir, \
               diga aqui, por favor.",
    },
    standby: Counted {
        forms: &[(
            One,
            "Por agora, os lugares foram todos ocupados. A sua resposta fica anotada, \
              e vai receber uma mensagem assim que um lugar for seu.",
        )],
        other: "Por agora, não há lugar para {party}. A sua resposta fica anotada, \
               e vai receber uma mensagem assim que houver.",
    },
    offered: Counted {
        forms: &[(
            One,
            "Boas notícias: há um lugar livre, e fica guardado até {deadline}. \
              Com um talvez, nenhum lugar está garantido depois: se quiser o lugar, responda \
              até lá Sim ou Provavelmente, por favor.",
        )],
        other: "Boas notícias: há {party} lugares livres, e ficam guardados até {deadline}. \
               Com um talvez, nenhum lugar está garantido depois: se quiser os lugares, responda \
               até lá Sim ou Provavelmente, por favor.",
    },
    not_guaranteed: "{host} agradece o aviso. Com um talvez, nenhum lugar está garantido. \
                     Assim que souber, responda aqui de novo: \
                     se então houver um lugar livre, é seu.",
    not_coming: "{host} agradece o aviso: vai fazer falta. Se os planos mudarem, \
                 pode responder de novo.",
    noted: "A sua resposta chegou. Agradecemos!",
    withdrawn: "Não é preciso fazer nada. Se isto surpreende, pergunte a {host}, por favor.",
    cancelled: "Infelizmente, {host} teve de cancelar. Não é preciso fazer nada.",
    past_seated: Counted {
        forms: &[(
            One,
            "Já começou, e as respostas não podem ser mudadas. Tem um lugar.",
        )],
        other: "Já começou, e as respostas não podem ser mudadas. Tem {party} lugares.",
    },
    past_standby: "Já começou, e infelizmente não ficou nenhum lugar livre. \
                   Agradecemos a vontade de vir.",
    past: "Já começou, e não é possível responder.",

    withdrawn_label: "Este convite ficou sem efeito",
    cancelled_label: "Cancelado",
    past_label: "Já não é possível responder",

    choose_answer: "Escolha, por favor, uma das quatro respostas.",
    choose_party: "Escolha, por favor, quantas pessoas vêm, e responda de novo.",
    note_wrong: "Escreva, por favor, no máximo 500 caracteres, só texto, e responda de novo.",
    companions_wrong: "Escreva, por favor, no máximo 19 nomes de até 120 letras, separados por vírgulas, e responda de novo.",
    diet_wrong: "Escreva, por favor, o que não come em 200 caracteres no máximo, só texto, e responda de novo.",
    answer_to_question_wrong: "Responda, por favor, à pergunta em 500 caracteres no máximo, só texto, e escolha de novo a resposta.",
    no_room: "Por agora, não há lugar para tantas pessoas. Nada mudou: o que está guardado \
              fica como está. Pode responder para menos pessoas.",
    asked_too_often: "Já pediu mais lugares várias vezes. Nada mudou: o que está guardado \
                      fica como está. Pergunte, por favor, a quem fez o convite, ou tente \
                      de novo amanhã.",
    changed_meanwhile: "Algo mudou durante a resposta. \
                        Veja de novo, por favor, e responda outra vez.",
    too_late: "A sua resposta chegou tarde demais.",

    unknown: Plain {
        heading: "Aqui não há nenhum convite",
        text: "Talvez o link tenha perdido uma parte pelo caminho. Abra de novo a partir da \
               mensagem, ou pergunte a quem enviou.",
    },
    bad_form: Plain {
        heading: "Não foi possível ler essa resposta",
        text: "Nada mudou. Volte ao convite, por favor, e escolha uma das quatro respostas.",
    },
    busy: Plain {
        heading: "Um momento, por favor",
        text: "Há muitos pedidos ao mesmo tempo. Nada mudou; tente de novo daqui a um minuto.",
    },
    unavailable: Plain {
        heading: "Neste momento não é possível",
        text: "Agora não se pode guardar nada aqui. Tente de novo daqui a pouco; \
               vale o que vir então.",
    },
    broken: Plain {
        heading: "Aqui algo falhou",
        text: "A culpa não é sua. Volte ao convite, por favor, para ver que resposta mostra, \
               e tente de novo daqui a um minuto.",
    },
    back: "Voltar ao convite",

    email_welcome: Email {
        heading: "Não quer mais e-mails?",
        text: "Os convites e as suas novidades são enviados para {address}. Aqui pode parar isso, \
               seja quem for que convide.",
        button: "Não quero mais e-mails",
        hint: "As respostas já dadas ficam como estão",
    },
    email_stopped: Email {
        heading: "Não há mais e-mails",
        text: "Nada mais é enviado para {address}. Os links que já tem ainda funcionam.",
        button: "Quero receber e-mails de novo",
        hint: "Se foi engano, ou se mudou de opinião",
    },
    host_news_welcome: Email {
        heading: "E-mails sobre os seus eventos",
        text: "Recebe e-mails sobre os eventos para os quais convida: o que pede a sua atenção e o que respondem os convidados.",
        button: "Não quero mais destes e-mails",
        hint: "Os convidados ainda recebem as suas mensagens",
    },
    host_news_stopped: Email {
        heading: "Não há mais e-mails sobre os seus eventos",
        text: "Nada mais é enviado quando algo pede a sua atenção ou quando alguém responde. Os seus eventos mostram tudo.",
        button: "Quero receber estes e-mails de novo",
        hint: "Se foi engano, ou se mudou de opinião",
    },
    unknown_email: Plain {
        heading: "Aqui não há nada para parar",
        text: "Talvez o link tenha perdido uma parte pelo caminho. Abra de novo a partir do \
               e-mail com que chegou.",
    },

    date_time: "{weekday}, {day} de {month} de {year}, às {time} ({zone})",
    deadline: "{weekday}, {day} de {month}, às {time} ({zone})",
};
