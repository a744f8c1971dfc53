namespace CC.Sdk.Testing.Contracts;

/// <summary>A plugin does not keep a rule of the contract.</summary>
/// <param name="message">What it does instead, and what to do about it.</param>
public sealed class ContractViolation(string message) : Exception(message);
