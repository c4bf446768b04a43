#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace weir::cli {
namespace {

/// One command with the words that may follow it: `weir tape`, {"import", "info", …, "--help"}.
struct Node {
    std::string path;
    std::vector<std::string> words;
};

void collect(const CLI::App& app, const std::string& path, std::vector<Node>& nodes) {
    Node node{path, {}};
    for (const CLI::App* sub : app.get_subcommands({})) node.words.push_back(sub->get_name());
    for (const CLI::Option* option : app.get_options({})) {
        for (const std::string& name : option->get_lnames()) node.words.push_back("--" + name);
    }
    nodes.push_back(node);
    for (const CLI::App* sub : app.get_subcommands({})) collect(*sub, path + " " + sub->get_name(), nodes);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

/// The same function serves bash and, through bashcompinit, zsh.
std::string bash_script(const std::vector<Node>& nodes) {
    std::string cases;
    for (const Node& node : nodes) cases += fmt::format("    \"{}\") words=\"{}\" ;;\n", node.path, joined(node.words));
    return fmt::format(
        R"(_weir() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} path=weir words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path ${{COMP_WORDS[i]}}" in
{}    esac
  done
  case "$path" in
{}  esac
  if [[ $current == -* || ( $path == weir || $path == "weir tape" || $path == "weir curve" || $path == "weir tca" ) ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -o filenames -F _weir weir
)",
        [&] {
            std::string paths;
            for (const Node& node : nodes)
                if (node.path != "weir") paths += fmt::format("      \"{0}\") path=\"{0}\" ;;\n", node.path);
            return paths;
        }(),
        cases);
}

std::string fish_script(const std::vector<Node>& nodes) {
    std::string text = "complete -c weir -f\n";
    for (const Node& node : nodes) {
        std::string condition = "__fish_use_subcommand";
        if (node.path != "weir")
            condition = fmt::format("__fish_seen_subcommand_from {}", node.path.substr(node.path.rfind(' ') + 1));
        for (const std::string& word : node.words) {
            const bool option = word.starts_with("--");
            text += fmt::format("complete -c weir -n '{}' {} {}\n", condition, option ? "-l" : "-a",
                                option ? word.substr(2) : word);
        }
        if (node.path != "weir") text += fmt::format("complete -c weir -n '{}' -F\n", condition);
    }
    return text;
}

}  // namespace

void add_completion(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("completion", "Print the completion script of a shell");
    auto shell = std::make_shared<std::string>();
    command->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->footer(
        "Examples:\n  source <(weir completion bash)\n  weir completion zsh > weir.zsh   # and `source weir.zsh` in "
        ".zshrc\n  weir "
        "completion fish > ~/.config/fish/completions/weir.fish");
    command->callback([&app, &action, shell] {
        action = [&app, shell] {
            std::vector<Node> nodes;
            collect(app, "weir", nodes);
            std::string text;
            if (*shell == "fish") text = fish_script(nodes);
            if (*shell == "zsh") text = "autoload -U +X bashcompinit && bashcompinit\n";
            if (*shell != "fish") text += bash_script(nodes);
            fmt::print("{}", text);
            return kOk;
        };
    });
}

}  // namespace weir::cli
