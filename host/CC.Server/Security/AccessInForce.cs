using CC.Client.Security;

namespace CC.Server.Security;

/// <summary>The rules of who may send what, and what signatures are verified with for them.</summary>
/// <param name="Table">The rules.</param>
/// <param name="Security">Null if there are no rules.</param>
internal sealed record AccessInForce(AccessTable Table, MessageSecurity? Security);
