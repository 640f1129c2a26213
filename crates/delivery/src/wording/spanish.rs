use super::{Counted, DateNames, Dates, Message, Wording};
use crate::plural::PluralCategory::One;

/// Spanish, which says *tú*. Texts ask for *voy* and *tal vez*, because *sí* and *quizás* are not in GSM-7.
pub(super) static SPANISH: Wording = Wording {
    invitation: Message {
        text: "{host} te invita{party}: {occasion}[{courtesy} ¿Vienes?] \
               Responde, por favor[, antes del {deadline}]:",
        by_hand: "Me encantaría que vinieras{party}: {occasion}[ Lugar: {place}.] ¿Puedes venir? \
                  Responde aquí, por favor[, antes del {deadline}]:",
        subject: "{host} te invita: {title}",
        lead: "A {host} le encantaría contar contigo:",
        request: "[{host} te guarda {seats} hasta el {deadline}. Responde antes, por favor.\
                  |Di, por favor, si puedes venir.]",
        button: "Responder a la invitación",
    },
    reminder: Message {
        text: "{host} espera verte: {occasion}[{courtesy} ¿Vienes?] \
               Responde, por favor[, antes del {deadline}]:",
        by_hand: "Me sigue haciendo mucha ilusión que vengas{party}: {occasion}[ Lugar: {place}.] \
                  ¿Puedes venir? Responde aquí, por favor[, antes del {deadline}]:",
        subject: "¿Puedes venir? {title}",
        lead: "{host} espera verte y se alegraría de tener tu respuesta:",
        request: "[{host} te guarda {seats} hasta el {deadline}. Responde antes, por favor.\
                  |Di, por favor, si puedes venir.]",
        button: "Responder a la invitación",
    },
    maybe: Message {
        text: "{host} sabe que tal vez vengas: {occasion} [Te guarda {seats} solo hasta el {deadline}\
               |No hay sitio garantizado][{courtesy}. Cuando lo sepas]:",
        by_hand: "Gracias por avisarme: {occasion} Con un quizás no puedo guardar sitio, \
                  así que dime aquí, por favor, en cuanto lo sepas:",
        subject: "Tu quizás: {title}",
        lead: "Gracias por tu respuesta. {host} sabe que quizás vengas:",
        request: "Con un quizás no se guarda sitio, así que no hay ninguno garantizado.\
                  [ Aun así, {host} te guarda {seats} hasta el {deadline}.] \
                  En cuanto lo sepas, dilo, por favor, y verás enseguida si tienes sitio.",
        button: "Ver o cambiar tu respuesta",
    },
    seated: Message {
        text: "Buenas noticias de {host}: tienes {seats}. {occasion}\
               [{courtesy} ¡Nos vemos! Si cambian tus planes:]",
        by_hand: "Buenas noticias: tengo {seats} para ti. {occasion} Si han cambiado tus planes, \
                  dímelo aquí, por favor:",
        subject: "Tienes {seats}: {title}",
        lead: "Buenas noticias de {host}: tienes {seats}.",
        request: "No tienes que hacer nada. Si han cambiado tus planes, dilo, por favor, \
                  para que tu silla no se quede vacía.",
        button: "Ver o cambiar tu respuesta",
    },
    offer: Message {
        text: "{host} te ofrece {seats}[ hasta el {deadline}]: {occasion}[{courtesy} ¿Te apuntas?]",
        by_hand: "Puedo ofrecerte {seats}: {occasion} ¿Te gustaría venir? \
                  Responde aquí, por favor[, antes del {deadline}]:",
        subject: "{host} ya puede ofrecerte {seats}: {title}",
        lead: "{host} ya puede ofrecerte {seats}:",
        request: "[{host} te guarda {seats} hasta el {deadline}. ]¿Te gustaría venir?",
        button: "Responder a la propuesta",
    },
    confirmed: Message {
        text: "[{courtesy}¡Gracias! ]{host} tiene {seats} para ti: {occasion}\
               [{courtesy} ¡Nos vemos! Si cambian tus planes:]",
        by_hand: "Tengo {seats} para ti: {occasion} Si cambian tus planes, dímelo aquí, por favor:",
        subject: "Tienes {seats}: {title}",
        lead: "{host} tiene {seats} para ti:",
        request: "Si cambian tus planes, dilo, por favor, para que tu silla no se quede vacía.",
        button: "Ver o cambiar tu respuesta",
    },
    confirmed_probably: Message {
        text: "[{courtesy}¡Gracias! ]{host} tiene {seats} para ti: {occasion} \
               Si no puedes venir, dilo, por favor:",
        by_hand: "Tengo {seats} para ti: {occasion} Si al final no puedes venir, \
                  dímelo aquí, por favor:",
        subject: "Tienes {seats}: {title}",
        lead: "{host} tiene {seats} para ti:",
        request: "Se cuenta contigo. Si al final no puedes venir, dilo, por favor, \
                  para que tu silla no se quede vacía.",
        button: "Ver o cambiar tu respuesta",
    },
    day_before: Message {
        text: "{host} te espera: {occasion}[ Lugar: {place}.][{courtesy} ¡Nos vemos!] \
               Si no puedes venir:",
        by_hand: "Te espero: {occasion}[ Lugar: {place}.] Si no puedes venir, \
                  dímelo aquí, por favor:",
        subject: "{host} te espera: {title}",
        lead: "{host} te espera:",
        request: "No tienes que hacer nada. Si no puedes venir, dilo, por favor, \
                  para que tu silla no se quede vacía.",
        button: "Decir si vienes",
    },
    day_before_probably: Message {
        text: "{host} te espera: {occasion}[ Lugar: {place}.] ¿Vienes al final?",
        by_hand: "Te espero: {occasion}[ Lugar: {place}.] ¿Vienes al final? \
                  Dímelo aquí, por favor:",
        subject: "{host} te espera: {title}",
        lead: "{host} te espera:",
        request: "Dijiste que probablemente vendrías. ¿Vienes al final? Si no puedes, dilo, \
                  por favor, para que tu silla no se quede vacía.",
        button: "Decir si vienes",
    },
    changed: Message {
        text: "{host} ha cambiado los planes: {occasion}[ Lugar: {place}.] ¿Te sigue viniendo bien?",
        by_hand: "Han cambiado los planes: {occasion}[ Lugar: {place}.] ¿Te sigue viniendo bien?",
        subject: "Cambio de planes: {title}",
        lead: "{host} ha cambiado la fecha o el lugar. Ahora es:",
        request: "Mira, por favor, si te sigue viniendo bien. Tu respuesta se queda como está \
                  si no la cambias.",
        button: "Ver o cambiar tu respuesta",
    },
    cancelled: Message {
        text: "{host} siente tener que cancelarlo: {occasion}[{courtesy} No tienes que hacer nada.] \
               Detalles:",
        by_hand: "Lo siento, tengo que cancelarlo: {occasion} Detalles:",
        subject: "Cancelado: {title}",
        lead: "{host} siente tener que cancelarlo:",
        request: "No tienes que hacer nada.",
        button: "Ver los detalles",
    },
    withdrawn: Message {
        text: "{host} ya no tiene sitio para ti: {occasion}[ {sentence}] Detalles:",
        by_hand: "Siento no tener ya sitio para ti: {occasion}[ {sentence}] Detalles:",
        subject: "Ya no está abierta: {title}",
        lead: "Esta invitación ya no está abierta:",
        request: "Si te sorprende, pregunta a {host}, por favor.",
        button: "Ver o cambiar tu respuesta",
    },
    declined: Message {
        text: "{host} sabe que no puedes venir: {occasion}[{courtesy} ¡Qué pena!] \
               Si cambian tus planes:",
        by_hand: "Gracias por avisarme de que no puedes venir: {occasion} \
                  Si cambian tus planes, dímelo aquí, por favor:",
        subject: "No puedes venir: {title}",
        lead: "Gracias por tu respuesta. {host} sabe que no puedes venir:",
        request: "Si cambian tus planes, puedes responder de nuevo.",
        button: "Ver o cambiar tu respuesta",
    },
    off_calendar: Message {
        text: "{host} sigue teniendo {seats} para ti: {occasion}[{courtesy} Si cambian tus planes:]",
        by_hand: "Sigo teniendo {seats} para ti: {occasion} Si cambian tus planes, \
                  dímelo aquí, por favor:",
        subject: "Fuera de tu calendario: {title}",
        lead: "{host} sigue teniendo {seats} para ti, pero lo que muestra tu calendario \
               ya no es correcto:",
        request: "Si cambian tus planes, dilo, por favor, para que tu silla no se quede vacía.",
        button: "Ver o cambiar tu respuesta",
    },
    host_message: Message {
        text: "{host} escribe sobre {title}[: {words}]",
        by_hand: "Sobre {title}[: {words}]",
        subject: "{host} escribe sobre {title}",
        lead: "{host} te escribe sobre:",
        request: "Si tienes alguna pregunta, habla con {host}, por favor.",
        button: "Ver tu invitación",
    },

    on_standby: "[{courtesy}¡Gracias! ]Ahora mismo no hay sitio libre. {host} te avisa \
                 en cuanto haya uno para ti: {occasion}[{courtesy} Si cambian tus planes:]",
    no_longer_open: "Ya no hay sitio para ti: {occasion}[{courtesy} No tienes que hacer nada.] \
                     Si te sorprende, pregunta a {host}, por favor.",
    begun: "Ya ha empezado y no se puede responder: {occasion} Detalles:",
    not_noted: "Tu respuesta no se ha podido anotar: {occasion} Responde en este enlace, por favor:",
    not_understood: "Perdona, no ha quedado claro. Responde solo VOY, PROBABLEMENTE, TAL VEZ o NO, \
                     o en este enlace:",
    help: "{host} te invita: {occasion} Responde VOY, PROBABLEMENTE, TAL VEZ o NO, \
           o STOP para no recibir SMS[{courtesy}, o en este enlace]:",
    which_one: "¿A qué respondes? Usa su enlace, por favor:",
    more_links: "Hay otras en tus SMS anteriores.",

    greeting_by_hand: "¡Hola, {guest}!",
    greeting: "Hola, {guest}:",
    added_to_calendar: "El archivo adjunto lo añade a tu calendario.",
    out_of_calendar: "El archivo adjunto lo quita de tu calendario.",
    closing: "Este enlace es solo tuyo: no lo compartas, por favor. \
              Enviado por seat-dealer de parte de {host}.",
    no_more_email: "No más correos",
    colon: ":",

    seats: Counted {
        forms: &[(One, "un sitio")],
        other: "{number} sitios",
    },
    people: Counted {
        forms: &[],
        other: " ({number} pers.)",
    },
    both: " (2 pers.)",
    and_guests: Counted {
        forms: &[(One, " con acompañante")],
        other: " con acompañantes",
    },
    is_for: Counted {
        forms: &[(One, "La invitación es para 1 persona.")],
        other: "La invitación es para {number} personas.",
    },
    may_bring: Counted {
        forms: &[(One, "Puedes venir con acompañante.")],
        other: "Puedes traer hasta {number} acompañantes.",
    },

    calendar_link: "Tu respuesta: {link}",
    dates: Dates {
        names: DateNames {
            first_day: "1",
            weekdays: [
                "lunes",
                "martes",
                "miércoles",
                "jueves",
                "viernes",
                "sábado",
                "domingo",
            ],
            months: [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ],
        },
        // The abbreviations with two letters (CLDR "short"): the usual *sáb* is not in GSM-7.
        short_weekdays: ["lu", "ma", "mi", "ju", "vi", "sa", "do"],
        short_months: [
            "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
        ],
        short: "{weekday} {day} {month} {time}",
        long: "{weekday}, {day} de {month} de {year}, a las {time} ({zone})",
        zone: "{zone}",
    },
};
