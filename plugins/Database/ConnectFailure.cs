using System.Net.Sockets;
using Npgsql;

namespace CC.Plugins.Database;

/// <summary>Decides what a failure to connect, or to go on, means.</summary>
internal static class ConnectFailure
{
    /// <summary>Nobody gets in by trying again: the user, the password, or the database is wrong.</summary>
    public static bool IsFinal(Exception failure) => StateOf(failure) is { } state
        && (state.StartsWith("28", StringComparison.Ordinal) || state.StartsWith("3D", StringComparison.Ordinal) || state.StartsWith("42", StringComparison.Ordinal));

    /// <summary>PostgreSQL ends the connection: 57P01 to 57P05, and 08.</summary>
    public static bool IsEndOfConnection(PostgresException failure) =>
        failure.SqlState.StartsWith("57P", StringComparison.Ordinal) || failure.SqlState.StartsWith("08", StringComparison.Ordinal);

    /// <summary>PostgreSQL's code, if it is PostgreSQL that refuses.</summary>
    public static string? StateOf(Exception failure) => (failure as PostgresException ?? failure.InnerException as PostgresException)?.SqlState;

    /// <summary>The reason in one sentence, without a full stop.</summary>
    /// <param name="failure">What has happened.</param>
    /// <param name="unixSocket">The file that was to be connected to, if it is one: the system names none.</param>
    public static string ReasonOf(Exception failure, string? unixSocket = null) => (failure switch
    {
        PostgresException refused => refused.MessageText,
        { InnerException: PostgresException refused } => refused.MessageText,
        { InnerException: SocketException } when unixSocket is not null && !File.Exists(unixSocket) => $"there is no socket {unixSocket}; is PostgreSQL running there?",
        { InnerException: SocketException broken } when unixSocket is not null => $"{unixSocket}: {broken.Message}",
        { InnerException: SocketException broken } => broken.Message,
        { InnerException: TimeoutException } or TimeoutException or OperationCanceledException => "it does not answer",
        _ => failure.Message,
    }).TrimEnd('.');
}
