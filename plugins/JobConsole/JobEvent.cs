using System.Text.Json.Serialization;

namespace CC.Plugins.JobConsole;

/// <summary>What is used of the payload of an event <c>job.SESSION.JOB.ACTION</c>, or <c>output.SESSION.JOB</c>.</summary>
/// <param name="Name">The job's full name.</param>
/// <param name="Pid">The supervisor's number of the process; null for an event of the job itself.</param>
/// <param name="Text">What a process has written.</param>
internal sealed record JobEvent(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("pid")] int? Pid,
    [property: JsonPropertyName("text")] string? Text);
