using CC.Sdk.Options;

namespace CC.Server.Configuration;

/// <summary>Options of CC 0.8.7 that any section may have and that have nothing to do here any more. They are accepted, so that old files load.</summary>
internal sealed record LegacyOptions
{
    /// <summary>ZeroMQ's threads; connections are served by the thread pool here.</summary>
    [Option("zmq_nthreads")]
    public string ZmqThreads { get; init; } = "";

    /// <summary>Log formats of the Python original, and its logging server.</summary>
    [Option("logfmt_console")]
    public string LogFormatConsole { get; init; } = "";

    /// <inheritdoc cref="LogFormatConsole"/>
    [Option("logfmt_file")]
    public string LogFormatFile { get; init; } = "";

    /// <inheritdoc cref="LogFormatConsole"/>
    [Option("logfmt_console_verbose")]
    public string LogFormatConsoleVerbose { get; init; } = "";

    /// <inheritdoc cref="LogFormatConsole"/>
    [Option("logfmt_file_verbose")]
    public string LogFormatFileVerbose { get; init; } = "";

    /// <inheritdoc cref="LogFormatConsole"/>
    [Option("logdatefmt_console")]
    public string LogDateFormatConsole { get; init; } = "";

    /// <inheritdoc cref="LogFormatConsole"/>
    [Option("logdatefmt_file")]
    public string LogDateFormatFile { get; init; } = "";

    /// <inheritdoc cref="LogFormatConsole"/>
    [Option("logdatefmt_console_verbose")]
    public string LogDateFormatConsoleVerbose { get; init; } = "";

    /// <inheritdoc cref="LogFormatConsole"/>
    [Option("logdatefmt_file_verbose")]
    public string LogDateFormatFileVerbose { get; init; } = "";

    /// <inheritdoc cref="LogFormatConsole"/>
    [Option("use_skylog")]
    public string UseSkylog { get; init; } = "";

    /// <summary>Pauses of the Python original's main loops.</summary>
    [Option("loop_delay")]
    public string LoopDelay { get; init; } = "";

    /// <inheritdoc cref="LoopDelay"/>
    [Option("exception_sleep")]
    public string ExceptionSleep { get; init; } = "";

    /// <summary>Options of other versions than 0.8.7.</summary>
    public string Heartbeat { get; init; } = "";

    /// <inheritdoc cref="Heartbeat"/>
    [Option("pidfiledir")]
    public string PidFileDir { get; init; } = "";
}
