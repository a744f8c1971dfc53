namespace CC.Sdk.Testing.Contracts;

/// <summary>One rule that a plugin must keep, and the test that it does. docs/plugin-contract.md explains each under its id.</summary>
/// <param name="Id">The rule's name, such as <c>MUST-04</c>.</param>
/// <param name="Rule">The rule, in a sentence.</param>
/// <param name="RunAsync">Throws a <see cref="ContractViolation"/> if the rule is not kept.</param>
public sealed record ContractCheck(string Id, string Rule, Func<Task> RunAsync)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Rule}";
}
