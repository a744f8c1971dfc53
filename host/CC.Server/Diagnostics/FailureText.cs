using System.Reflection;

namespace CC.Server.Diagnostics;

/// <summary>What is said of exceptions that plugins' code has thrown. That may do anything, even throw when it is asked for its text.</summary>
internal static class FailureText
{
    /// <summary>The message, and the kind of failure.</summary>
    public static string Of(Exception failure)
    {
        var cause = Cause(failure);
        return $"{Message(cause)} ({cause.GetType().Name})";
    }

    /// <summary>The message alone.</summary>
    public static string Message(Exception failure) => Try(() => failure.Message.TrimEnd('.'));

    /// <summary>All that there is, with the stack.</summary>
    public static string Whole(Exception failure) => Try(failure.ToString);

    /// <summary>What was thrown by code that was called by reflection.</summary>
    public static Exception Cause(Exception failure) => failure is TargetInvocationException { InnerException: { } inner } ? inner : failure;

    private static string Try(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Exception another)
        {
            return $"its text can't be read: that throws {another.GetType().Name}";
        }
    }
}
