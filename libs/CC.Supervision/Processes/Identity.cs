namespace CC.Supervision.Processes;

/// <summary>As whom a process runs.</summary>
/// <param name="User">The user's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Groups">All groups, the supplementary ones included.</param>
public sealed record Identity(uint User, uint Group, IReadOnlyList<uint> Groups)
{
    /// <summary>The identity of a user and a group; what is null follows from the other, or is this process's own.</summary>
    /// <param name="user">A user's name or number.</param>
    /// <param name="group">A group's name or number.</param>
    /// <exception cref="UnknownIdentityException">There is no such user, or group.</exception>
    public static Identity Of(string? user, string? group)
    {
        var account = user is null ? Accounts.Own() : Accounts.User(user) ?? throw new UnknownIdentityException("user", user);
        var gid = group is null ? account.Group : Accounts.Group(group) ?? throw new UnknownIdentityException("group", group);
        return new Identity(account.User, gid, Accounts.GroupsOf(account, gid));
    }
}
