using System.Text.Json.Serialization;

namespace CC.Supervision.Jobs;

/// <summary>A process as it was started. As JSON it has gaffer's names.</summary>
/// <param name="Pid">The supervisor's number of it.</param>
/// <param name="OsPid">The system's.</param>
/// <param name="Name">The job's full name.</param>
/// <param name="Cmd">The program.</param>
/// <param name="Args">Its arguments, split and substituted.</param>
/// <param name="Env">Its environment.</param>
/// <param name="Uid">The user that the job names.</param>
/// <param name="Gid">The group that the job names.</param>
/// <param name="CreateTime">When it was started, in seconds since 1970.</param>
/// <param name="Committed">Whether it was committed.</param>
/// <param name="RedirectOutput">The labels of its output.</param>
/// <param name="RedirectInput">Whether it can be written to.</param>
/// <param name="CustomStreams">The labels of its further streams.</param>
/// <param name="Active">Whether it runs.</param>
public sealed record ProcessInfo(
    int Pid,
    int OsPid,
    string Name,
    string Cmd,
    IReadOnlyList<string> Args,
    IReadOnlyDictionary<string, string> Env,
    string? Uid,
    string? Gid,
    double CreateTime,
    [property: JsonPropertyName("commited")] bool Committed,
    IReadOnlyList<string> RedirectOutput,
    bool RedirectInput,
    IReadOnlyList<string> CustomStreams,
    bool Active);
