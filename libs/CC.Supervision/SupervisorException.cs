namespace CC.Supervision;

/// <summary>The supervisor says no. Nothing was changed.</summary>
/// <param name="code">A number as HTTP has it: 400, 403, 404 or 409.</param>
/// <param name="reason">A word for programs: <c>not_found</c>, <c>process_conflict</c>, <c>bad_request</c>, ...</param>
/// <param name="message">A sentence for people: what, why, and what to do.</param>
public sealed class SupervisorException(int code, string reason, string message) : Exception(message)
{
    /// <summary>A number as HTTP has it.</summary>
    public int Code { get; } = code;

    /// <summary>A word for programs.</summary>
    public string Reason { get; } = reason;

    internal static SupervisorException NoJob(string name) =>
        new(404, "not_found", $"there is no job {name}; a name without a session is one of the session default");

    internal static SupervisorException NoProcess(int pid) => new(404, "not_found", $"no process has the number {pid}");

    internal static SupervisorException Bad(string message) => new(400, "bad_request", message);
}
