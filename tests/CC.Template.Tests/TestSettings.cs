using CC.Template.Tests;

// What is built here is built one after another, as by one author.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(PackageFeed))]
