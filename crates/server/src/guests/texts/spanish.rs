use seat_dealer_core::Language;
use seat_dealer_delivery::PluralCategory::One;

use super::{AnswerTexts, Counted, Email, Plain, Texts};

/// Spanish, which says *tú*.
pub(super) static SPANISH: Texts = Texts {
    language: Language::Spanish,
    dates: "es-ES",

    page_title: "Tu invitación",
    preview_title: "Una invitación",
    preview_description: "Ábrela para ver de qué se trata y para responder.",
    dear: "Hola, {guest}:",
    invites: "{host} te invita",
    invitation_from: "Una invitación de {host}",
    when: "Cuándo",
    place: "Dónde",
    link: "Enlace",
    own_time: "En tu zona horaria:",
    add_to_calendar: "Añadir a tu calendario",
    add_to_google: "Añadir a Google Calendar",
    read_all: "Leer todo",
    private_link: "Esta página es solo tuya: quien tenga su enlace puede responder por ti.",
    languages: "Idioma",

    question: "¿Vendrás?",
    question_again: "¿Han cambiado tus planes?",
    change_hint: "Puedes cambiar tu respuesta aquí hasta que empiece.",
    party_question: "¿Para cuántas personas?",
    alone: "Solo para mí",
    with_others: Counted {
        forms: &[(One, "Para mí y 1 persona más")],
        other: "Para mí y {others} personas más",
    },
    companions_label: "Los nombres de quienes te acompañan, si quieres",
    answer_to_question_hint: "Primero escribe y luego responde arriba. Como máximo 500 caracteres.",
    diet_label: "Alergias o lo que no comes, si quieres",
    diet_hint: "Por ejemplo: sin frutos secos. Primero escribe y luego responde arriba. Se guarda para las próximas invitaciones de {host}.",
    note_label: "Unas palabras para {host}, si quieres",
    note_hint: "Van con tu respuesta: primero escribe y luego responde arriba. \
                Como máximo 500 caracteres.",
    yes: AnswerTexts {
        word: "Sí",
        hint: "Allí estaré",
    },
    probably: AnswerTexts {
        word: "Probable\u{ad}mente",
        hint: "Casi seguro, cuenta conmigo",
    },
    maybe: AnswerTexts {
        word: "Quizás",
        hint: "Aún no lo sé: no se guarda sitio",
    },
    no: AnswerTexts {
        word: "No",
        hint: "No puedo ir",
    },
    your_answer: "Tu respuesta",
    your_answer_is: "Tu respuesta: {answer}",
    your_answer_is_for_party: "Tu respuesta: {answer}, para {party}",

    kept: Counted {
        forms: &[(
            One,
            "Responde, por favor, antes del {deadline}. Hasta entonces hay un sitio guardado \
              para ti.",
        )],
        other: "Responde, por favor, antes del {deadline}. Hasta entonces hay {party} sitios \
               guardados para ti.",
    },
    not_kept: "Tu respuesta es bienvenida. Si hay un sitio libre, es tuyo; \
               si no, recibirás un mensaje en cuanto haya uno para ti.",
    seated_yes: Counted {
        forms: &[(One, "Tienes un sitio. ¡Nos vemos allí!")],
        other: "Tienes {party} sitios. ¡Nos vemos allí!",
    },
    seated_probably: Counted {
        forms: &[(
            One,
            "Tienes un sitio y se cuenta contigo. Si al final no puedes venir, \
              dilo aquí, por favor.",
        )],
        other: "Tienes {party} sitios y se cuenta contigo. Si al final no puedes venir, \
               dilo aquí, por favor.",
    },
    standby: Counted {
        forms: &[(
            One,
            "Ahora mismo todos los sitios están ocupados. Tu respuesta queda en espera, \
              y recibirás un mensaje en cuanto un sitio sea tuyo.",
        )],
        other: "Ahora mismo no hay sitio para {party}. Tu respuesta queda en espera, \
               y recibirás un mensaje en cuanto lo haya.",
    },
    offered: Counted {
        forms: &[(
            One,
            "Buenas noticias: hay un sitio libre y está guardado para ti hasta el {deadline}. \
              Con un quizás no hay sitio garantizado después: si lo quieres, responde antes \
              Sí o Probablemente, por favor.",
        )],
        other: "Buenas noticias: hay {party} sitios libres y están guardados para ti hasta el \
               {deadline}. Con un quizás no hay sitio garantizado después: si los quieres, \
               responde antes Sí o Probablemente, por favor.",
    },
    not_guaranteed: "Gracias por avisar a {host}. Con un quizás no hay sitio garantizado. \
                     En cuanto lo sepas, responde aquí de nuevo: \
                     si entonces hay un sitio libre, es tuyo.",
    not_coming: "Gracias por avisar a {host}: se te echará de menos. Si cambian tus planes, \
                 puedes responder de nuevo.",
    noted: "Gracias. Tu respuesta ha llegado.",
    withdrawn: "No tienes que hacer nada. Si te sorprende, pregunta a {host}, por favor.",
    cancelled: "Lamentablemente, {host} ha tenido que cancelarlo. No tienes que hacer nada.",
    past_seated: Counted {
        forms: &[(
            One,
            "Ya ha empezado y las respuestas no se pueden cambiar. Tienes un sitio.",
        )],
        other: "Ya ha empezado y las respuestas no se pueden cambiar. Tienes {party} sitios.",
    },
    past_standby: "Ya ha empezado y, lamentablemente, no ha quedado ningún sitio libre. \
                   Gracias por querer venir.",
    past: "Ya ha empezado y no se puede responder.",

    withdrawn_label: "Esta invitación ya no está abierta",
    cancelled_label: "Cancelado",
    past_label: "Ya no se puede responder",

    choose_answer: "Elige una de las cuatro respuestas, por favor.",
    choose_party: "Elige para cuántas personas y responde de nuevo, por favor.",
    note_wrong: "Escribe como máximo 500 caracteres, solo texto, y responde de nuevo, por favor.",
    companions_wrong: "Escribe como máximo 19 nombres de hasta 120 letras, separados por comas, y responde de nuevo, por favor.",
    diet_wrong: "Di lo que no comes en 200 caracteres como máximo, solo texto, y responde de nuevo, por favor.",
    answer_to_question_wrong: "Contesta a la pregunta en 500 caracteres como máximo, solo texto, y responde de nuevo, por favor.",
    no_room: "Ahora mismo no hay sitio para tantas personas. Nada ha cambiado: lo que está \
              guardado para ti sigue siendo tuyo. Puedes responder para menos personas.",
    asked_too_often: "Ya has pedido más sitios varias veces. Nada ha cambiado: lo que está guardado \
                      para ti sigue siendo tuyo. Pregunta a quien te invita o inténtalo de nuevo \
                      mañana, por favor.",
    changed_meanwhile: "Algo ha cambiado mientras respondías. \
                        Míralo de nuevo y responde otra vez, por favor.",
    too_late: "Tu respuesta ha llegado demasiado tarde.",

    unknown: Plain {
        heading: "Aquí no hay ninguna invitación",
        text: "Quizás el enlace ha perdido una parte por el camino. Ábrelo otra vez desde tu \
               mensaje o pregunta a quien te lo envió.",
    },
    bad_form: Plain {
        heading: "No se ha podido leer esa respuesta",
        text: "Nada ha cambiado. Vuelve a tu invitación y elige una de las cuatro respuestas, \
               por favor.",
    },
    busy: Plain {
        heading: "Un momento, por favor",
        text: "Hay demasiadas peticiones a la vez. Nada ha cambiado; \
               inténtalo de nuevo en un minuto.",
    },
    unavailable: Plain {
        heading: "Ahora mismo no es posible",
        text: "En este momento no se puede guardar nada aquí. Inténtalo de nuevo dentro de un \
               momento; vale lo que veas entonces.",
    },
    broken: Plain {
        heading: "Algo ha fallado aquí",
        text: "No es culpa tuya. Vuelve a tu invitación para ver qué respuesta muestra \
               e inténtalo de nuevo en un minuto.",
    },
    back: "Volver a la invitación",

    email_welcome: Email {
        heading: "¿No más correos?",
        text: "Las invitaciones y sus novedades se envían a {address}. Aquí puedes pararlo, \
               invite quien invite.",
        button: "No más correos",
        hint: "Las respuestas que has dado se quedan como están",
    },
    email_stopped: Email {
        heading: "No más correos",
        text: "Ya no se envía nada a {address}. Los enlaces que tienes siguen funcionando.",
        button: "Recibir correos de nuevo",
        hint: "Si ha sido un error o has cambiado de idea",
    },
    host_news_welcome: Email {
        heading: "Correos sobre tus eventos",
        text: "Recibes correos sobre los eventos a los que invitas: lo que te necesita y lo que responden tus invitados.",
        button: "No más correos de estos",
        hint: "Tus invitados siguen recibiendo sus mensajes",
    },
    host_news_stopped: Email {
        heading: "No más correos sobre tus eventos",
        text: "Ya no recibes nada cuando algo te necesita o cuando alguien responde. Lo ves en tus eventos.",
        button: "Recibir estos correos de nuevo",
        hint: "Si ha sido un error o has cambiado de idea",
    },
    unknown_email: Plain {
        heading: "Aquí no hay nada que parar",
        text: "Quizás el enlace ha perdido una parte por el camino. Ábrelo otra vez desde el \
               correo con el que llegó.",
    },

    date_time: "{weekday}, {day} de {month} de {year}, {time} ({zone})",
    deadline: "{weekday}, {day} de {month}, a las {time} ({zone})",
};
