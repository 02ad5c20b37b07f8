// Any text in composed, lower-case letters without what is invisible. Internal to nlp.
#pragma once

#include <string>
#include <string_view>

namespace reformdesk::nlp {

/// All of the normal form but the place of the tone and the number of spaces. `text::normalise` needs it only
/// where a text has more than the letters and signs of typed Vietnamese.
std::u32string compose_letters(std::string_view text);

/// Calls edit(word) on each run of letters and digits, and puts together what it makes of them.
template <typename InWord, typename Edit>
std::u32string edit_words(std::u32string_view text, InWord in_word, Edit edit) {
    std::u32string edited;
    edited.reserve(text.size());
    for (std::size_t first = 0; first < text.size();) {
        if (!in_word(text[first])) {
            edited += text[first++];
            continue;
        }
        std::size_t last = first;
        while (last < text.size() && in_word(text[last])) ++last;
        std::u32string word(text.substr(first, last - first));
        edit(word);
        edited += word;
        first = last;
    }
    return edited;
}

}  // namespace reformdesk::nlp
