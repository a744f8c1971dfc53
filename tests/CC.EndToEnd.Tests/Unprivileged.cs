using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests;

/// <summary>How root has a server run as a user who may do little.</summary>
internal static class Unprivileged
{
    /// <summary>Who that is.</summary>
    public const string User = "nobody";

    /// <summary>Why it can't be; null if it can.</summary>
    public static string? WhyNot =>
        !Environment.IsPrivilegedProcess ? "only root can start a server as another user"
        : !ExternalProgram.IsThere("setpriv") ? "there is no setpriv (apt-get install util-linux)"
        : null;

    /// <summary>What becomes a program of that user.</summary>
    public static IReadOnlyList<string> Through { get; } = ["setpriv", $"--reuid={User}", "--regid=nogroup", "--clear-groups", "--"];

    /// <summary>Gives a folder of a test to that user, with all that is in it by now.</summary>
    public static void Own(TemporaryFolder folder) => ExternalProgram.Run("chown", "-R", User, folder.Path);
}
