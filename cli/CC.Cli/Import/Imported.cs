using System.Text.Json.Nodes;

namespace CC.Cli.Import;

/// <summary>What was made of another supervisor's configuration.</summary>
/// <param name="Jobs">The jobs, with their sessions before their names.</param>
/// <param name="Notes">What has no counterpart.</param>
internal sealed record Imported(IReadOnlyList<JsonObject> Jobs, IReadOnlyList<Note> Notes);
