namespace CC.Server.Administration;

/// <summary>A request to the node is answered by an error.</summary>
internal sealed class ControlException(string code, string message) : Exception(message)
{
    /// <summary>One of <see cref="Client.Control.ControlErrors"/>.</summary>
    public string Code => code;
}
