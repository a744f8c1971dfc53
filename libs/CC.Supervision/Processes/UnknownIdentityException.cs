namespace CC.Supervision.Processes;

/// <summary>There is no user, or group, of a name or number.</summary>
/// <param name="kind"><c>user</c> or <c>group</c>.</param>
/// <param name="name">The name or number.</param>
public sealed class UnknownIdentityException(string kind, string name) : Exception($"there is no {kind} '{name}' on this machine; getent {(kind == "user" ? "passwd" : "group")} shows those that there are");
