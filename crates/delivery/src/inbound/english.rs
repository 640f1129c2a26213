use seat_dealer_core::Response::{Maybe, No, Probably, Yes};

use super::reader::{PhraseTable, Sense};

/// English. *OK*, *sounds good* and a thumb are not answers: many people send them to confirm that a text has
/// arrived.
pub(super) static ENGLISH: PhraseTable = PhraseTable {
    classes: &[
        (
            "will",
            "i_will|we_will|ill|well|i_shall|we_shall|im_going_to|were_going_to|im_gonna|\
             were_gonna|will",
        ),
        ("am", "im|were|i_am|we_are|am"),
        (
            "surely",
            "definitely|certainly|absolutely|def|defo|gladly|happily|totally|both|all|for_sure",
        ),
        (
            "come",
            "come|come_along|attend|join|join_in|join_you|join_you_all|make_it|be_there|\
             be_coming|be_joining|be_joining_you|be_attending|be_able_to_come|be_able_to_attend|\
             be_able_to_join|be_able_to_join_you|be_able_to_make_it|be_able_to_be_there",
        ),
        (
            "what",
            "to_dinner|for_dinner|to_the_dinner|for_the_dinner|to_the_party|for_the_party|\
             to_your_party|to_your_dinner|to_it|to_that|to_this|to_yours",
        ),
        (
            "cant",
            "cant|cannot|can_not|can_no_longer|cant_actually|cant_possibly|couldnt|could_not|wont|will_not|\
             wont_actually|wont_be|will_not_be|arent_going_to|arent_able_to|am_unable_to|\
             are_unable_to|im_unable_to|were_unable_to|unable_to|not_able_to|im_not_able_to|\
             were_not_able_to|am_not_able_to|are_not_able_to|not_going_to|im_not_going_to|\
             were_not_going_to|im_not_gonna|were_not_gonna|not_gonna|dont_think_i_can|\
             dont_think_we_can",
        ),
        (
            "day",
            "monday|tuesday|wednesday|thursday|friday|saturday|sunday|tonight|tomorrow|then|\
             that_day|that_night|that_evening|that_date|that_time|that_weekend|this_time|\
             this_weekend|this_year",
        ),
    ],
    phrases: &[
        (
            Sense::Answer(Yes),
            &[
                "yes|yess|yep|yepp|yup|yupp|yeah|yea|yeh|yah|ya|yas|ye|y|aye|yessir|yes_sir|\
                 yes_maam",
                "yes|yeah|yep|sure|absolutely|definitely|of_course i_will|we_will|i_can|we_can|i_am|\
                 we_are|i_do|we_do",
                "sure|sure_thing|for_sure|of_course|ofc|definitely|absolutely|certainly|totally|\
                 gladly",
                "def|defo|with_pleasure|you_bet|hell_yes|hell_yeah|heck_yes|heck_yeah|yes_indeed",
                "count|deal|include me|us|both_of_us|me_and_my_wife|me_and_my_husband in",
                "{am} {surely}? in|coming|attending|joining|joining_you {what}?",
                "im|i_am|we_are {surely}? there",
                "{am}? still on|in|coming|joining|attending {what}?",
                "^ in|all_in|coming|be_there|can_come|can_make_it|love_to|with_bells_on",
                "{will} {surely}? {come} {what}?",
                "i|we can {surely}? {come} {what}?",
                "i|we can",
                "i|we? would|id|wed absolutely|really|so|truly? love|like|be_delighted|be_happy|\
                 be_glad|be_honored|be_honoured|be_thrilled|be_very_happy to {come} {what}?",
                "i|we? would|id|wed absolutely|really|so|truly? love|be_delighted|be_happy|\
                 be_glad|be_honored|be_honoured|be_thrilled to",
                "love to {come} {what}?",
                "{am}? so|very? happy|delighted|glad|thrilled|honored|honoured|excited|pleased \
                 to {come} {what}?",
                "i|we? wouldnt|would_not miss it|this|that for_the_world|for_anything?",
                "that|it? works for me|us|both_of_us",
                "i|we accept with_pleasure|the_invitation|your_invitation|your_kind_invitation?",
                "^ accept|accepted|attending|going",
                "yes|yeah|sure very|so? happy|delighted|glad|pleased to",
                "i|we? would|id|wed absolutely|really|so|truly? be_delighted|be_honored|\
                 be_honoured|be_thrilled",
                "its|it_is|thats|im|were|i_am|we_are|definitely? a yes from|for? me|us?",
                "yes from|for me|us|both_of_us",
                "sign me|us up",
                "put me|us down? as|for a? yes",
                "save|keep|hold me|us a|the seat|spot|place|chair",
            ],
        ),
        (
            Sense::Answer(Probably),
            &[
                "probably|prob|probs|prolly|likely",
                "most|very|quite probably|likely",
                "probably|most_likely|likely yes|a_yes|coming|so",
                "i|we|{will} probably|most_likely can|will|be? {come} {what}?",
                "{will} probably|most_likely {come} {what}?",
                "i|we probably|most_likely can|will",
            ],
        ),
        (
            Sense::Answer(Maybe),
            &[
                "maybe|perhaps|possibly|unsure|undecided|idk|dunno|mayb|maybee",
                "im|i_am|were|we_are|am? not sure|certain yet|right_now|at_the_moment?",
                "i|we? dont|do_not know yet|right_now|at_the_moment?",
                "cant|cannot say yet|right_now|at_the_moment",
                "its|it_is|thats|im|were? a maybe from|for? me|us?",
                "i|we might {come}? {what}?",
            ],
        ),
        (
            Sense::Answer(No),
            &[
                "but? no|nope|nah|noo|n|nay|no_can_do|hell_no|heck_no",
                "regrets",
                "but? i|we? cant|cannot|can_not on|this|next? {day}?",
                "but? i|we|ill|well? sadly|unfortunately|just? {cant} {come} {what}? on|this|\
                 next? {day}?",
                "but? i|we? cant|cannot|can_not do it|that|this|{day}",
                "but? {am}? sadly|unfortunately? not|no_longer coming|going|attending|joining|\
                 joining_you|able_to_come|able_to_make_it|able_to_attend|able_to_join|free|\
                 available|around|going_to_make_it|gonna_make_it {what}? on|this|next? {day}?",
                "but? i|we? wont|will_not be? able|there|coming|attending|joining|joining_you \
                 {what}? on|this|next? {day}?",
                "but? i|we? have_to|must|need_to|ill_have_to|well_have_to|going_to_have_to|\
                 im_going_to_have_to|were_going_to_have_to|gonna_have_to decline|pass|cancel|\
                 miss_it|miss_this|miss_this_one|say_no|skip_it|skip_this_one|bow_out|\
                 sit_this_one_out",
                "i|we? decline|regretfully_decline|respectfully_decline",
                "^ pass|declined",
                "ill|well pass",
                "count me|us|both_of_us out",
                "im|were|i_am|we_are out",
                "its|it_is|thats|im|were|i_am|we_are? a no from|for? me|us?",
                "no from|for me|us|both_of_us",
                "definitely|absolutely|certainly|unfortunately|sadly|afraid|im_afraid not",
                "not this_time|tonight|today|for_me|for_us|possible",
                "i|we? would|id|wed really|so|absolutely? love|like|have_loved|have_liked to \
                 {come}? {what}? but sadly|unfortunately|sorry? i|we? {cant} {come}? {what}? on|\
                 this|next? {day}?",
            ],
        ),
        (
            Sense::Regret,
            &[
                "unfortunately|sadly|regretfully|alas|afraid|im_afraid|i_am_afraid|were_afraid",
                "maybe|perhaps? another_time|next_time|some_other_time|another_day",
                "have fun|have_a|a great|good|lovely|nice|wonderful|fun time|evening|night|party|\
                 dinner",
                "have fun",
                "enjoy|enjoy_it|enjoy_the_evening|enjoy_the_dinner|enjoy_your_evening",
                "ill|well|we_will|i_will|will miss you",
                "i|we? wish i|we could {come}?",
                "i|we? already|just? have|got|have_got other|prior|another|previous plans|\
                 commitment|commitments|engagement|event|party that|this|on_that? {day}|night|\
                 evening|day|weekend?",
                "{am}? away|out_of_town|on_holiday|on_vacation|working|travelling|traveling|busy|\
                 sick|ill|unwell|at_work|abroad that|this|on_that? {day}|night|evening|day|\
                 weekend|week?",
                "something came up",
                "anymore|any_more|after_all",
            ],
        ),
        (
            Sense::Doubt,
            &[
                "{am} in love",
                "^ yes|yeah|yep|yup hello|hallo",
                "i|we? would|id|wed absolutely|really|so|truly? love|like|be_delighted|be_happy|\
                 be_glad to see you",
            ],
        ),
        (
            Sense::Courtesy,
            &[
                "hi|hello|hey|hiya|hey_there|hi_there|good_morning|good_evening|good_afternoon|\
                 dear",
                "hi|hello|hey both|all|everyone|guys|you_two",
                "please|pls|plz|rsvp|oh|ah|aww|aw|wow|well|omg|lol|haha|hehe|so|indeed",
                "thanks|thx|ty|cheers|thanks_a_lot|thanks_so_much|many_thanks|thank_you|thankyou",
                "thank_you so_much|very_much|both|all",
                "thanks|thank_you|thx|cheers so_much|very_much|again|a_lot? for asking|\
                 thinking_of_us|thinking_of_me|having_us|having_me",
                "thanks|thank_you|thx|cheers so_much|very_much|again|a_lot? for the|your|this|\
                 inviting lovely|kind|nice|sweet? invite|invitation|me|us|invitations",
                "sorry|so_sorry|im_sorry|im_so_sorry|i_am_sorry|i_am_so_sorry|my_apologies|\
                 apologies",
                "sorry|apologies for the? late|slow|delayed reply|response|answer",
                "looking_forward so_much|very_much|already? to it|seeing_you|seeing_you_all|\
                 seeing_everyone|that|this? soon|then|there?",
                "{am} looking_forward to? it|seeing_you?",
                "i|we? cant|cannot|can_not wait to_see_you|to_see_you_all|to_see_everyone?",
                "see you|ya|u all|both? there|then|soon|later|saturday|sunday|friday|monday|\
                 tuesday|wednesday|thursday|on_saturday|on_sunday|on_friday|on_monday|on_tuesday|\
                 on_wednesday|on_thursday?",
                "sounds good|great|lovely|amazing|fun|perfect|wonderful|fantastic|like_fun|\
                 delicious|awesome",
                "ok|okay|k|kk|okey|alright|great|perfect|awesome|lovely|fantastic|wonderful|\
                 brilliant|cool|yay|woohoo|hooray|fab",
                "no problem|worries|probs",
                "{am}? so|very|really? excited|happy|thrilled|honored|honoured|pleased|delighted",
                "hope you_are_well|youre_well|all_is_well|all_good",
                "sent_from_my iphone|ipad|phone|android|samsung|galaxy|pixel|mobile",
                "sent_from|get outlook|gmail|yahoo_mail for|on? android|ios|iphone?",
            ],
        ),
        (
            Sense::SignOff,
            &[
                "love|lots_of_love|much_love|all_the_best|best|best_wishes|best_regards|\
                 kind_regards|warm_regards|regards|sincerely|yours|warmly|xoxo|xo|x|xx|hugs|\
                 big_hugs|kisses",
            ],
        ),
        (
            Sense::Stop,
            &[
                "but|just|i_said? stop now|already|right_now|immediately|text|texts|texting|message|\
                 messages|messaging|sms|spam|spamming|calling|contacting_me|harassing_me|\
                 bothering_me?",
                "stopall|stop_all|unsubscribe|unsubcribe|unsuscribe|unsubscibe|unsub|opt_out_me|optout|opt_out|opting_out|revoke|\
                 opt_me_out|unsubscribe_me|i_opt_out|i_unsubscribe",
                "^ end|quit|cancel|stop_it|stop_that|remove|remove_please|please_remove",
                "cancel|end subscription",
                "delete|erase|remove|forget my|this number|phone_number|contact",
                "i|we dont|do_not want to_receive|to_get|to_have? any? more|further|of? these|those|\
                 your|the? texts|messages|sms|text_messages anymore|any_more?",
                "i|we want|wish|would_like|need to stop|unsubscribe|opt_out",
                "id|wed like to stop|unsubscribe|opt_out",
                "can|could|would|will you please? stop|quit texting|messaging|contacting|writing|\
                 sending me|us? texts|messages|these|this?",
                "i|we want you to stop texting|messaging|contacting|writing me|us?",
                "stop the|these|all|your texts|messages|sms",
                "no more of_these|of_your? texts|messages|sms|text_messages",
                "no more texting|messaging",
                "dont|do_not|never ever? text|message|contact|sms|write_to me|us|this_number \
                 again|anymore|any_more|ever_again?",
                "leave me|us alone",
                "remove me|us|my_number|this_number from? this|the|your? list?",
                "take me|us|my_number off this|the|your? list?",
                "cancel these|the|my|all texts|messages|subscription|sms",
                "lose my_number",
            ],
        ),
        (Sense::Start, &["^ start|unstop"]),
        (
            Sense::Help,
            &[
                "^ help|info",
                "^ who is this|that|it|texting|writing",
                "^ whos|who_r this|that|it|u",
                "^ who are you",
                "^ what is this|that|this_about",
                "^ whats this|that|this_about",
            ],
        ),
    ],
    demands: &[
        "stop|quit texting|messaging|sending|contacting|writing|spamming|bothering|harassing",
        "stop_all|stop_these|stop_the|stop_your texts|messages|sms",
        "unsubscribe me|us|my_number|this_number",
        "opt me|us out",
        "remove me|us|my_number|this_number from this|your list",
        "take me|us|my_number off this|your list",
    ],
    reactions: &[
        "liked|loved|disliked|emphasized|emphasised|questioned|laughed_at",
        "removed a|an|the like|heart|dislike|laugh|exclamation|exclamation_mark|question_mark|\
         reaction from",
        "removed from",
        "removed a_reaction|a_sticker? from",
        "reacted with? a_sticker? to",
    ],
    reactions_to_pictures: &[
        "liked|loved|disliked|emphasized|emphasised|questioned|laughed_at|reacted_to an_image|\
         a_photo|a_picture|a_movie|a_video|an_attachment|an_audio_message|a_message|a_link",
        "removed a|an like|heart|dislike|laugh|exclamation|exclamation_mark|question_mark from \
         an_image|a_photo|a_picture|a_movie|a_video|an_attachment|an_audio_message",
    ],
    and: "and",
    adverb_endings: "ly",
    not_names: "but if unless except only without not later eventually kidding joking hopefully \
     depends depending assuming provided almost half alone instead until till after before when \
     once because although though however nobody never neither nor yet still or wait actually jk \
     psych sike sarcasm yesterday today january february march april may june july august \
     september october november december lunch dinner breakfast brunch online virtually zoom \
     remotely kids children two three four five guest guests plus barely somewhat partly ish \
     cancelled canceled wrong number please tentatively provisionally conditionally theoretically \
     doubtful doubtfully unlikely whatever someday sometime sometimes covid flu hahaha",
};
