using CC.Sdk.Options;
using CC.Server.Components;
using CC.Server.Plugins;

namespace CC.Server.Configuration;

/// <summary>What every task's section may have, whatever the task.</summary>
internal sealed record TaskSection : IValidatedOptions
{
    /// <summary>The task's name; a section <c>cc.task.NAME</c> needs none.</summary>
    public string Task { get; init; } = "";

    /// <summary>A program to run instead.</summary>
    public string Command { get; init; } = "";

    /// <summary>What the task does, for those who look for one; a plugin's says it itself.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Where each run of the task takes place; with a user, always in a process of its own.</summary>
    public IsolationKind? Isolation { get; init; }

    /// <summary>Whom that process belongs to.</summary>
    public string Sudo { get; init; } = "";

    /// <summary>How long a run may take; 0 for as long as the runner allows.</summary>
    [Option(Min = 0)]
    public TimeSpan TimeLimit { get; init; }

    /// <summary>How many may run at once, further ones wait; 0 for any number.</summary>
    [Option(Min = 0)]
    public int MaxAtOnce { get; init; }

    /// <inheritdoc cref="DaemonSection.MaxMemory"/>
    public ByteSize MaxMemory { get; init; }

    /// <inheritdoc cref="DaemonSection.MaxFiles"/>
    [Option(Min = 0)]
    public int MaxFiles { get; init; }

    /// <inheritdoc cref="DaemonSection.Nice"/>
    [Option(Min = -20, Max = 19)]
    public int Nice { get; init; }

    /// <summary>What CC 0.8.7 has in such sections for the process of the task.</summary>
    [Option("pidfile")]
    public string PidFile { get; init; } = "";

    /// <inheritdoc cref="PidFile"/>
    [Option("logfile")]
    public string LogFile { get; init; } = "";

    /// <inheritdoc cref="PidFile"/>
    [Option("log_size")]
    public string LogSize { get; init; } = "";

    /// <inheritdoc cref="PidFile"/>
    [Option("log_count")]
    public string LogCount { get; init; } = "";

    /// <inheritdoc cref="PidFile"/>
    [Option("zmq_linger")]
    public string Linger { get; init; } = "";

    /// <inheritdoc cref="PidFile"/>
    [Option("zmq_hwm")]
    public string HighWaterMark { get; init; } = "";

    /// <inheritdoc cref="PidFile"/>
    [Option("zmq_rcvbuf")]
    public string ReceiveBuffer { get; init; } = "";

    /// <inheritdoc cref="PidFile"/>
    [Option("zmq_sndbuf")]
    public string SendBuffer { get; init; } = "";

    /// <summary>Whether a section is a task's by its name, as CC 0.8.7 names them: after the module of the task, which is one of its own or any site's.</summary>
    public static bool IsNamed(string section) => section.Contains(".task.", StringComparison.Ordinal);

    public IsolationKind Place => Isolation ?? (Sudo.Length > 0 ? IsolationKind.Process : IsolationKind.Host);

    public IsolationModel Wanted() => new(MaxMemory, MaxFiles, Nice) { User = Sudo };

    /// <summary>The task's name in a section: said, or the section's own.</summary>
    public string NameIn(string section) =>
        Task.Length > 0 ? Task
        : section.StartsWith(ComponentCatalog.PrefixOf(ComponentKind.Task), StringComparison.Ordinal) ? section
        : "";

    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (Task.Length > 0 && Command.Length > 0)
        {
            yield return ("command", "is a program to run in place of a task; remove this, or task");
        }

        if (Sudo.Length > 0 && Isolation == IsolationKind.Host)
        {
            yield return ("isolation", "can't be host with sudo, which runs the task in a process of another user; remove one of both");
        }

        if (Sudo.Length > 0 && !IsUser(Sudo))
        {
            yield return ("sudo", "is the name of a user: letters, digits, '_', '-' and '.', and no '-' in front");
        }

        if (Command.Length > 0 && MaxMemory.Octets > 0)
        {
            yield return ("max-memory", "limits managed memory, which a program has none of; remove it");
        }
    }

    private static bool IsUser(string name) => name[0] != '-' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}
