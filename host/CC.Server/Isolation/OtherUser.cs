using System.Diagnostics;

namespace CC.Server.Isolation;

/// <summary>Has a process belong to another user: root simply gives it to them (setuid, with their groups); anybody else asks <c>sudo -n</c>, as CC 0.8.7 does, which must allow it without a password.</summary>
internal static class OtherUser
{
    private const string Users = "/etc/passwd";

    /// <summary>What sudo ends with when it does not do what it is asked to.</summary>
    private const int Refused = 1;

    /// <param name="user">The user; empty for the one of this process.</param>
    /// <param name="start">The process.</param>
    /// <param name="environment">The variables that it needs, which sudo takes away.</param>
    public static ProcessStartInfo Become(string user, ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        if (user.Length == 0)
        {
            return start;
        }

        if (!Environment.IsPrivilegedProcess)
        {
            string[] kept = environment.Count == 0 ? [] : ["env", .. environment.Select(variable => $"{variable.Key}={variable.Value}")];
            return new ProcessStartInfo("sudo", ["-n", "-u", user, "--", .. kept, start.FileName, .. start.ArgumentList]);
        }

        start.UserName = user;
        start.Environment["USER"] = user;
        start.Environment["LOGNAME"] = user;
        start.Environment["HOME"] = HomeOf(user, File.Exists(Users) ? File.ReadLines(Users) : []);
        return start;
    }

    /// <summary>Whether a process has ended because sudo has not started it for another user.</summary>
    public static bool WasRefused(string user, ChildEnd end) => user.Length > 0 && !Environment.IsPrivilegedProcess && end is { ExitCode: Refused, Output.HasReported: false };

    /// <summary>The user's folder, of the lines of the system's list; the topmost one if they are not in it.</summary>
    internal static string HomeOf(string user, IEnumerable<string> lines) =>
        lines.Select(line => line.Split(':')).FirstOrDefault(fields => fields is [var name, _, _, _, _, _, ..] && name == user)?[5] ?? "/";
}
