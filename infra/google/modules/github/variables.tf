variable "name" {
  description = "What the name of the deployer's account begins with."
  type        = string
}

variable "project" {
  description = "The id of the project."
  type        = string
}

variable "region" {
  description = "Where the registry is."
  type        = string
}

variable "registry" {
  description = "The repository of images that deployments write to."
  type        = string
}

variable "repository_id" {
  description = "The number of the GitHub repository: gh api repos/OWNER/NAME --jq .id"
  type        = string
}

variable "environment" {
  description = "The environment of the GitHub repository that may deploy here."
  type        = string
}

variable "accounts" {
  description = "The accounts that what is deployed runs as."
  type        = map(string)
}
