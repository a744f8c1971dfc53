namespace CC.Supervision.Processes;

/// <summary>Why a process could not be started.</summary>
public enum StartFailure
{
    /// <summary>There is no such program, or not the interpreter that its first line names.</summary>
    NoProgram,

    /// <summary>The program may not be executed by that user.</summary>
    NotPermitted,

    /// <summary>The working directory is not there, or not one.</summary>
    NoWorkingDirectory,

    /// <summary>This process may not become that user, or change that setting.</summary>
    NotPrivileged,

    /// <summary>The system has no more processes, memory or descriptors for it.</summary>
    NoResources,

    /// <summary>The system can't do what is asked for.</summary>
    NotSupported,
}
