using System.Text.Json.Serialization;

namespace CC.Plugins.JobMgr.Bodies;

/// <summary>The payload of the event <c>output.SESSION.JOB</c>.</summary>
/// <param name="Name">The job's full name.</param>
/// <param name="Pid">The supervisor's number of the process.</param>
/// <param name="Label">The stream's label.</param>
/// <param name="Text">Whole lines, with what ends them; of a line that is too long, or that a process has left unfinished at its end, what there is.</param>
internal sealed record OutputText(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("text")] string Text);
