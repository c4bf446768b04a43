#include "proofs/counterexample.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "proofs/picture.h"
#include "proofs/story.h"
#include "proofs/test_text.h"

namespace weir::proofs {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone when it goes.
class Workshop {
  public:
    Workshop() {
        std::string name = (fs::temp_directory_path() / "weir_counterexample_XXXXXX").string();
        if (mkdtemp(name.data()) != nullptr) path_ = name;
    }
    Workshop(const Workshop&) = delete;
    ~Workshop() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// False where the files cannot be written.
bool add_files(const Scenario& scenario, Ground ground, const std::vector<plan::Parameter>& parameters,
               Counterexample& out) {
    const Workshop workshop;
    if (workshop.path().empty()) return false;
    const std::string name = (workshop.path() / "files").string();
    ground.script = kScriptMark;
    const Written written = write(scenario, ground, parameters, name);
    if (!written.error.empty()) return false;
    for (const std::string& path : written.files) out.files.push_back({path.substr(name.size()), content_of(path)});
    out.command = written.command;
    replace_all(out.command, name, kFilesMark);
    return true;
}

/// Whether a run was stopped by the property, whose guard may have another index in the plan that was run.
bool stopped_by(const Replay& replay, const verify::Proofs& proofs, const verify::Property& property,
                const plan::Plan& ran) {
    if (property.kind == verify::Kind::faults) return breaks(replay, property);
    if (replay.cause != StopCause::guard) return false;
    return ran.guards[static_cast<size_t>(replay.where)].holds ==
           proofs.asked.guards[static_cast<size_t>(property.guard)].holds;
}

}  // namespace

std::vector<std::string> story_of(const Counterexample& shown) {
    std::vector<std::string> out = shown.given;
    for (const Incident& incident : shown.incidents) out.push_back(incident.clock + "  " + incident.text);
    const bool said = !shown.incidents.empty() && shown.incidents.back().text == shown.inequality;
    if (!shown.inequality.empty() && !said) out.push_back(shown.inequality);
    return out;
}

std::optional<Counterexample> counterexample_of(const Refutation& refutation, const Ground& ground,
                                                const verify::Proofs& proofs, size_t finding, const plan::Plan& runs,
                                                std::span<const SourceFile> files) {
    const verify::Property& property = proofs.findings[finding].property;
    const Scenario& scenario = refutation.scenario;
    Picture picture(scenario);
    const Replay replayed = replay(scenario, runs, picture.watch());
    if (!stopped_by(replayed, proofs, property, runs)) return std::nullopt;
    Counterexample out;
    Story story = tell(ground, proofs, property, refutation, files);
    out.given = std::move(story.given);
    out.incidents = std::move(story.incidents);
    out.inequality = std::move(story.inequality);
    out.picture = picture.svg(replayed.time);
    if (!add_files(scenario, ground, proofs.asked.parameters, out)) return std::nullopt;
    out.test = test_of(scenario, ground, proofs.asked.parameters, property);
    if (property.kind == verify::Kind::rule) out.command += " --verify";  // so that it is watched
    return out;
}

}  // namespace weir::proofs
