namespace CC.Supervision.Health;

/// <summary>How is found out whether a process does what it is for.</summary>
public enum ProbeKind
{
    /// <summary>A program that is started for it ends with 0.</summary>
    Exec,

    /// <summary>A port takes connections.</summary>
    Tcp,

    /// <summary>A URL is answered with a status from 200 to 399.</summary>
    Http,

    /// <summary>The process writes a line that matches; for readiness only.</summary>
    Log,

    /// <summary>The process says so itself (sd_notify(3), <c>READY=1</c>); for readiness only.</summary>
    Notify,
}
